"""Weights that nobody needs any more: kept for a drawing, and named by none."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from webapp.projects.models import Project
from webapp.sweeps.models import Sweep
from webapp.weights import files
from webapp.weights.models import Begun, KeptWeights
from webapp.weights.store import remove

UNNAMED_DAYS = 7
"""So long a choice can be taken back."""
AT_ONCE = 200


def forget_unnamed() -> None:
    """Let go of weights of runs and imported networks that no drawing and no run of their owner names any more.

    Files that somebody brought stay until they delete them. Then remove files that have no row.
    """
    since = timezone.now() - timedelta(days=UNNAMED_DAYS)
    old = KeptWeights.objects.exclude(origin="file").filter(created_at__lt=since).order_by("created_at")
    named: dict[UUID, set[str]] = {}
    for kept in old[:AT_ONCE]:
        if kept.owner_id not in named:
            named[kept.owner_id] = _named_by(kept.owner_id)
        if kept.digest not in named[kept.owner_id]:
            remove(kept)
    files.forget_the_rest()


def _named_by(owner: UUID) -> set[str]:
    """All that drawings, runs and sweeps of somebody begin from."""
    named = set(Begun.objects.filter(run__project__owner=owner).values_list("digest", flat=True))
    drawings = Project.objects.filter(owner=owner).values_list("document", flat=True)
    sweeps = Sweep.objects.filter(project__owner=owner).values_list("document", flat=True)
    for document in (*drawings, *sweeps):
        named |= {each["weights"] for each in document.get("training", {}).get("begins_from", ())}
    return named
