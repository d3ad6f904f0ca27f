"""The networks of one visitor, as the first page lists them: with what each came to when it was last trained."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from webapp.figures import figure_words, is_metric
from webapp.projects.models import Project
from webapp.runs.models import Run

MOST_AT_FIRST = 12


def networks_of(visitor_id: UUID | None) -> QuerySet[Project]:
    """Newest first."""
    return Project.objects.filter(owner=visitor_id) if visitor_id else Project.objects.none()


def told(networks: QuerySet[Project]) -> list[dict[str, Any]]:
    """Name, drawing and last result of each."""
    newest = Run.objects.filter(project=OuterRef("pk"), number__isnull=False).order_by("-created_at")
    found = [*networks.defer("state", "document").annotate(last_run=Subquery(newest.values("pk")[:1]))]
    runs = Run.objects.in_bulk([each.last_run for each in found if each.last_run])
    return [_told(each, runs.get(each.last_run)) for each in found]


def _told(project: Any, run: Run | None) -> dict[str, Any]:
    edited = f"{project.updated_at.timestamp():.3f}"
    return {
        "id": str(project.pk),
        "name": project.name,
        "updated_at": project.updated_at.isoformat(),
        "drawing": f"{reverse('drawing', args=[project.pk])}?v={edited}",
        "last_run": run and {"status": run.status, "result": _result(run), "at": run.created_at.isoformat()},
    }


def _result(run: Run) -> str:
    """What it monitors at its best, else its first metric, else its loss: ``accuracy 97.2 %``."""
    if run.best:
        name, best, value = run.best["monitor"], "best ", run.best["value"]
    elif run.metrics:
        best = ""
        name = next((each for each in run.metrics if is_metric(run.document, each)), next(iter(run.metrics)))
        value = run.metrics[name]
    else:
        return ""
    return f"{best}{name.replace('_', ' ')} {figure_words(run.document, name, value)}"
