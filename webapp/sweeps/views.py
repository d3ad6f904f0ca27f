"""The API of sweeps."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest

import builder
from builder.drawing.document import read_document
from trainer.sweeps.comparison import plan_of as plan_from
from trainer.sweeps.plan import InvalidPlan, SweepPlan, read_plan
from trainer.sweeps.registry import SEARCHES
from trainer.sweeps.result import against, lines
from trainer.sweeps.search import Trial as Tried
from trainer.sweeps.search import best_of
from webapp.accounts.caller import Caller
from webapp.api import Answer, Body, created, press_of, read_body
from webapp.errors import ApiError, NotFound
from webapp.projects.access import own_project, project_for
from webapp.runs.devices import DeviceWish
from webapp.runs.doors.views import summary as run_summary
from webapp.runs.queue.place import with_place
from webapp.storage import unless_away
from webapp.sweeps.access import sweep_for
from webapp.sweeps.going import start_sweep, stop_sweep
from webapp.sweeps.judging import course_of, finite, plan_of, tried
from webapp.sweeps.models import Sweep, Trial


class NewSweep(Body):
    document: dict[str, Any]
    plan: dict[str, Any]
    device: DeviceWish = "best"


def searches(request: HttpRequest) -> Answer:
    """Every way to choose what is tried next."""
    fields = ("key", "title", "summary")
    return {"searches": [{f: getattr(each, f) for f in fields} for each in SEARCHES.values()]}


def comparisons(request: HttpRequest, key: str) -> Answer:
    """The experiments of a starter's lesson, each with the plan of the sweep that makes it."""
    starter = builder.STARTERS.get(key)
    if starter is None:
        raise NotFound("starter")
    found = starter.lesson.comparisons if starter.lesson else ()
    return {"comparisons": [_offered(plan_from(comparison)) for comparison in found]}


def _offered(plan: SweepPlan) -> dict[str, Any]:
    return {"plan": plan.model_dump(mode="json"), "total": SEARCHES[plan.search].count(plan)}


def create_sweep(request: HttpRequest, project_id: UUID) -> Answer:
    """Train the drawing as it is sent, many times over."""
    project = own_project(request, project_id)
    wanted = read_body(request, NewSweep)
    document = read_document(wanted.document)
    try:
        plan = read_plan(wanted.plan)
        sweep = start_sweep(project, document, plan, device=wanted.device, press=press_of(request))
    except InvalidPlan as error:
        first = error.problems[0]
        raise ApiError(422, first.code, first.message, first.hint, error.problems) from error
    return created(_as_stored(sweep))


def list_sweeps(request: HttpRequest, project_id: UUID) -> Answer:
    """The sweeps of a network, newest first."""
    project = project_for(Caller.of_request(request), project_id)
    return {"sweeps": [summary(sweep) for sweep in project.sweeps.defer("document")]}


def show_sweep(request: HttpRequest, sweep_id: UUID) -> Answer:
    """One sweep with its trials."""
    return detail(sweep_for(Caller.of_request(request), sweep_id))


def stop(request: HttpRequest, sweep_id: UUID) -> Answer:
    """Stop a sweep; what finished stays."""
    return _as_stored(stop_sweep(sweep_for(Caller.of_request(request), sweep_id, to_write=True)))


def summary(sweep: Sweep) -> dict[str, Any]:
    """A sweep as the API tells it."""
    plan = plan_of(sweep)
    return {
        "id": str(sweep.pk),
        "project": str(sweep.project_id),
        "status": sweep.status,
        "reason": sweep.reason,
        "plan": plan.model_dump(mode="json"),
        "total": SEARCHES[plan.search].count(plan),
        "created_at": sweep.created_at.isoformat(),
        "ended_at": sweep.ended_at and sweep.ended_at.isoformat(),
    }


def _as_stored(sweep: Sweep) -> dict[str, Any]:
    """A sweep that is stored: told as such even if the database went away since. The page asks again soon."""
    with unless_away(f"Sweep {sweep.pk} is stored, and can't be shown now"):
        return detail(sweep)
    return {**summary(sweep), "best": None, "result": None, "trials": []}


def detail(sweep: Sweep) -> dict[str, Any]:
    """A sweep with its trials, in the order in which they were started, and the number of the best."""
    trials = list(sweep.trials.select_related("run").defer("run__document"))
    plan, places = plan_of(sweep), dict(with_place([trial.run for trial in trials]))
    seen = tried(trials)
    best = best_of(plan, seen)
    return {
        **summary(sweep),
        "best": best and best.number,
        "result": _result(plan, seen, trials) if plan.shown else None,
        "trials": [_told(trial, plan, places[trial.run]) for trial in trials],
    }


def _result(plan: SweepPlan, seen: list[Tried], trials: list[Trial]) -> dict[str, Any]:
    """What an experiment came to so far, as it is shown."""
    parameters = {trial.number: trial.parameters for trial in trials if trial.parameters is not None}
    found = lines(plan, seen, parameters)
    return {"against": against(plan), "lines": [{**asdict(line), "law": line.fit and line.fit.words} for line in found]}


def _told(trial: Trial, plan: SweepPlan, place: int) -> dict[str, Any]:
    return {
        "number": trial.number,
        "values": trial.values,
        "score": trial.score,
        "parameters": trial.parameters,
        "course": trial.course if trial.course is not None else finite(course_of(trial.run_id, plan)),
        "run": run_summary(trial.run, place),
    }
