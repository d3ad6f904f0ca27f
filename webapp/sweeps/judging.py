"""What the trials of a sweep came to, read off the logs of their runs."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from pydantic import TypeAdapter

from builder.drawing.document import Value
from trainer.sweeps.plan import SweepPlan
from trainer.sweeps.search import Trial as Tried
from trainer.sweeps.search import score_of
from webapp.runs.log.segments import stored_state
from webapp.sweeps.models import Sweep, Trial

Course = list[tuple[int, float]]
"""Epochs, and what was measured after them."""

_values: TypeAdapter[dict[str, Value]] = TypeAdapter(dict[str, Value])


def plan_of(sweep: Sweep) -> SweepPlan:
    """The plan that its owner made."""
    return SweepPlan.model_validate(sweep.plan)


def course_of(run_id: UUID, plan: SweepPlan) -> Course:
    """What a run is judged by, so far."""
    state = stored_state(run_id)
    names = (f"{part}/{plan.judge.name}" for part in ("validation", "test"))  # old runs measured on the test part
    curve = next((state.curves[name] for name in names if name in state.curves), None)
    if curve is None or not state.steps_per_epoch:
        return []
    return [(round(step / state.steps_per_epoch), value) for step, value in zip(curve.steps, curve.values, strict=True)]


def judge(trial: Trial, plan: SweepPlan) -> None:
    """Write down what a trial that is over came to. One that failed has no score; one that was stopped has."""
    course = course_of(trial.run_id, plan)
    if trial.run.status != "failed":
        trial.score = score_of(plan, [value for _, value in course])
    trial.course = finite(course)
    trial.save(update_fields=["score", "course"])


def finite(course: Course) -> Course:
    """What of it can be drawn, and written as JSON."""
    return [(epoch, value) for epoch, value in course if math.isfinite(value)]


def tried(trials: Iterable[Trial]) -> list[Tried]:
    """The trials as a search sees them."""
    return [
        Tried(
            number=trial.number,
            values=_values.validate_python(trial.values),
            status=_status(trial),
            score=trial.score,
            course=dict(trial.course or ()),
        )
        for trial in trials
    ]


def _status(trial: Trial) -> Literal["running", "finished", "failed"]:
    if trial.course is None:
        return "running"
    return "failed" if trial.score is None else "finished"
