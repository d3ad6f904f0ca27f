"""The page of a site's owner: who is here, what they keep, what goes on; and how to stop, delete and limit it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import redis
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection as database
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from webapp.accounts.models import Visitor
from webapp.errors import ApiError
from webapp.operating.budget import all_own_bytes, kept_by, sizes
from webapp.operating.owner_door import is_owner
from webapp.operating.people import delete_person, find_person
from webapp.projects.models import Project
from webapp.projects.removal import remove_project
from webapp.runs.models import Run
from webapp.runs.orders.creation import ACTIVE
from webapp.runs.orders.forgetting import delete_run
from webapp.runs.orders.wishes import wish
from webapp.runs.redis_keys import connection
from webapp.telemetry.shared import of_all

SHOWN = 50
MOST_ALLOWANCE = 1000
LIMITS = ("guest_days", "owner_networks", "owner_runs", "owner_mib", "run_memory_mib", "run_minutes", "run_processes")


@require_GET
def owner(request: HttpRequest) -> HttpResponse:
    """The page, for the owner; for everybody else there is none."""
    _refuse_others(request)
    return _page(request)


@require_POST
def act(request: HttpRequest, action: str, target: UUID) -> HttpResponse:
    """Do one thing to one run, network or visitor."""
    _refuse_others(request)
    try:
        ACTIONS[action](request, target)
    except KeyError as error:
        raise Http404 from error
    except (ApiError, ValidationError) as error:
        return _page(request, fault=" ".join(getattr(error, "messages", [str(error)])), status=409)
    back = request.POST.get("back", "")
    return redirect(back if back.startswith("/owner/") else "/owner/")


def _stop(request: HttpRequest, run_id: UUID) -> None:
    run = get_object_or_404(Run, pk=run_id)
    if not run.ended_at:
        wish(run, "stop")


def _delete_run(request: HttpRequest, run_id: UUID) -> None:
    delete_run(get_object_or_404(Run, pk=run_id))


def _delete_network(request: HttpRequest, project_id: UUID) -> None:
    remove_project(get_object_or_404(Project, pk=project_id))


def _delete_visitor(request: HttpRequest, visitor_id: UUID) -> None:
    delete_person(get_object_or_404(Visitor, pk=visitor_id))


def _allow(request: HttpRequest, visitor_id: UUID) -> None:
    text = request.POST.get("allowance", "")
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_ALLOWANCE):
        raise ValidationError(f"Expected a percentage from 0 to {MOST_ALLOWANCE}, received {text[:20]!r}.")
    Visitor.objects.filter(pk=visitor_id).update(allowance=int(text))


ACTIONS: dict[str, Callable[[HttpRequest, UUID], None]] = {
    "stop": _stop,
    "delete-run": _delete_run,
    "delete-network": _delete_network,
    "delete-visitor": _delete_visitor,
    "allow": _allow,
}


def _refuse_others(request: HttpRequest) -> None:
    """Raises: Http404, so that nobody learns that there is such a page."""
    if not is_owner(request):
        raise Http404


def _page(request: HttpRequest, fault: str = "", status: int = 200) -> HttpResponse:
    asked = request.GET.get("find", "").strip()
    person = find_person(asked) if asked else None
    context = {
        "fault": fault or (f"Nobody is known by {asked!r}." if asked and not person else ""),
        "asked": asked,
        "back": request.get_full_path() if request.method == "GET" else "/owner/",
        "person": person,
        "kept": kept_by(person.pk) if person else {},
        "visitors": _visitors(),
        "networks": _networks(person),
        "runs": _runs(person),
        "processes": _processes(),
        "disk": _disk(),
        "limits": [(name.upper(), getattr(settings.CONFIG, name)) for name in LIMITS],
    }
    return render(request, "owner.html", context, status=status)


def _visitors() -> list[Visitor]:
    """Who was here last, and how much they have."""
    counted = Visitor.objects.annotate(networks=Count("projects", distinct=True), runs=Count("projects__runs"))
    return list(counted.order_by("-seen_at")[:SHOWN])


def _networks(person: Visitor | None) -> list[Project]:
    """Those of one person, or those changed last."""
    found = Project.objects.filter(owner=person) if person else Project.objects.all()
    counted = found.defer("state", "document").annotate(count=Count("runs"), last=Max("runs__created_at"))
    return list(counted.order_by("-updated_at")[:SHOWN])


def _runs(person: Visitor | None) -> list[Run]:
    """Those of one person, or those that are under way."""
    found = Run.objects.filter(project__owner=person) if person else Run.objects.filter(status__in=ACTIVE)
    return list(found.select_related("project").defer("document", "project__state", "project__document")[:SHOWN])


def _processes() -> list[dict[str, Any]]:
    """Web processes, workers and their children, as they told of themselves; none while Redis is away."""
    try:
        found = sorted(of_all(connection()), key=lambda told: (told.role, told.name))
    except redis.RedisError:
        return []
    return [
        {
            "name": told.name,
            "role": told.role,
            "seen_s": round(time.time() - told.at),
            "mib": round(sum(each.value for each in told.samples if each.name == "layerloom_memory_bytes") / 2**20),
        }
        for told in found
    ]


def _disk() -> dict[str, str]:
    usage = shutil.disk_usage(settings.CONFIG.data)
    files = sum(size for run_id in Run.objects.values_list("pk", flat=True) for size in sizes(run_id))
    bytes_of = {
        "free": usage.free,
        "total": usage.total,
        "checkpoints": files,
        "own data": all_own_bytes(),
        "database": _database_bytes(),
    }
    return {what: f"{size / 2**30:,.2f} GiB" for what, size in bytes_of.items()}


def _database_bytes() -> int:
    query = (
        "SELECT pg_database_size(current_database())"
        if database.vendor == "postgresql"
        else "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    )
    with database.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])
