"""The API of runs that are kept: their names, what they were trained with, and that they may go."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field, StringConstraints

from webapp.accounts.caller import Caller
from webapp.api import Answer, Body, read_body
from webapp.errors import ApiError
from webapp.projects.access import project_for
from webapp.projects.room import tell_runs_changed
from webapp.runs.access import run_for
from webapp.runs.doors.views import summary
from webapp.runs.models import Run
from webapp.runs.orders.forgetting import delete_run

MAX_DRAWINGS = 64


class Naming(Body):
    """A name of the owner's own; an empty one leaves the run its number."""

    name: Annotated[str, StringConstraints(strip_whitespace=True), Field(max_length=80)]


def name_run(request: HttpRequest, run_id: UUID) -> Answer:
    """Call a run something."""
    run = run_for(Caller.of_request(request), run_id, to_write=True)
    run.name = read_body(request, Naming).name
    run.save(update_fields=["name"])
    tell_runs_changed(run.project_id)
    return summary(run)


def remove_run(request: HttpRequest, run_id: UUID) -> Answer:
    """Delete a run with all that it kept. One that goes on ends first."""
    delete_run(run_for(Caller.of_request(request), run_id, to_write=True))
    return None


def drawings(request: HttpRequest, project_id: UUID) -> Answer:
    """What some runs of a network were trained with, by run; ids that are none are left out.

    Raises: ApiError ``invalid_request``.
    """
    project = project_for(Caller.of_request(request), project_id)
    runs = Run.objects.filter(project=project, pk__in=_asked(request)).values_list("pk", "document")
    return {"drawings": {str(pk): document for pk, document in runs}}


def _asked(request: HttpRequest) -> list[UUID]:
    asked = request.GET.getlist("run")
    if len(asked) > MAX_DRAWINGS:
        raise ApiError(400, "invalid_request", f"{len(asked)} runs were asked for.", f"Ask for {MAX_DRAWINGS} at most.")
    try:
        return [UUID(each) for each in asked]
    except ValueError as error:
        raise ApiError(400, "invalid_request", "A run's id is a UUID.", "Take ids from the list of runs.") from error
