"""The API of runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field, model_validator

from builder.drawing.document import read_document
from webapp.accounts.caller import Caller
from webapp.api import Answer, Body, created, press_of, read_body
from webapp.errors import ApiError
from webapp.projects.access import own_project, project_for
from webapp.projects.models import Project
from webapp.runs.access import run_for
from webapp.runs.devices import DeviceWish
from webapp.runs.models import Run
from webapp.runs.orders.changes import document_of, settings_told
from webapp.runs.orders.creation import Means, start_run
from webapp.runs.orders.wishes import wish
from webapp.runs.queue.place import place_of, with_place
from webapp.storage import unless_away


class NewRun(Body):
    document: dict[str, Any]
    device: DeviceWish = "best"
    processes: int = Field(default=1, ge=1, le=64)
    sharded: bool = False

    @model_validator(mode="after")
    def _has_shards_for_several(self) -> NewRun:
        if self.sharded and self.processes == 1:
            raise ValueError("only several processes can be sharded")
        return self


def create_run(request: HttpRequest, project_id: UUID) -> Answer:
    """Train the drawing as it is sent."""
    project = own_project(request, project_id)
    wanted = read_body(request, NewRun)
    means = Means(wanted.device, wanted.processes, wanted.sharded)
    return created(summary(start_run(project, read_document(wanted.document), means, press=press_of(request))))


def list_runs(request: HttpRequest, project_id: UUID) -> Answer:
    """The runs of a network, newest first."""
    return {"runs": run_list(project_for(Caller.of_request(request), project_id))}


def run_list(project: Project) -> list[dict[str, Any]]:
    """The runs of a network as the API tells them."""
    runs = Run.objects.filter(project=project).select_related("trial").prefetch_related("begun")
    runs = runs.defer("document", "trial__course")
    return [summary(run, place) for run, place in with_place(runs)]


def show_run(request: HttpRequest, run_id: UUID) -> Answer:
    """One run with its document."""
    run = run_for(Caller.of_request(request), run_id)
    return {
        **summary(run),
        "document": document_of(run).model_dump(mode="json"),
        "settings": settings_told(run),
    }


def steer(wanted: str) -> Callable[..., Answer]:
    """The handler that makes ``wanted`` the wish of a run's owner."""

    def handler(request: HttpRequest, run_id: UUID) -> Answer:
        run = run_for(Caller.of_request(request), run_id, to_write=True)
        if run.ended_at:
            raise ApiError(409, "run_ended", f"This run is {run.status} already.", "Train again to start a new one.")
        return summary(wish(run, wanted))

    return handler


def summary(run: Run, place: int | None = None) -> dict[str, Any]:
    """A run as the API tells it."""
    return {
        "id": str(run.pk),
        "project": str(run.project_id),
        "name": run.name,
        "number": run.number,
        "status": run.status,
        "reason": run.reason,
        "step": run.step,
        "total_steps": run.total_steps,
        "epoch": run.epoch,
        "epochs": run.epochs,
        "trained_s": round(run.trained_s, 3),
        "place": place_of(run) if place is None else place,
        "device": run.device,
        "processes": run.processes,
        "sharded": run.sharded,
        "trial": _trial(run),
        "begins_from": _begins_from(run),
        "metrics": run.metrics,
        "best": run.best,
        "tested": run.tested,
        "created_at": run.created_at.isoformat(),
        "ended_at": run.ended_at and run.ended_at.isoformat(),
        "problem": run.problem,
    }


def _begins_from(run: Run) -> list[dict[str, str]]:
    """Which weights a run begins from, in words; none for one that begins from fresh ones."""
    begun: list[dict[str, str]] = []
    with unless_away(f"It is not known what run {run.pk} begins from"):
        begun = [{"weights": each.digest, "title": each.title} for each in run.begun.all()]
    return begun


def _trial(run: Run) -> dict[str, Any] | None:
    """Of which sweep a run is the how manieth trial; None for one that was started by itself."""
    trial = None
    with unless_away(f"It is not known whether run {run.pk} is a trial"):  # an order is told as stored all the same
        trial = getattr(run, "trial", None)
    return trial and {"sweep": str(trial.sweep_id), "number": trial.number}
