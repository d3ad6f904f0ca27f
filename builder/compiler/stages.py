"""What each stage of a training runs: its Objectives, the data that they learn from, what is measured meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder.checker.analysis import Analysis
from builder.checker.stages import running as running_in
from builder.checker.stages import with_averages
from builder.checker.wiring import Wire
from builder.compiler.body import Body, NameGiver
from builder.compiler.goal import Goal
from builder.drawing.document import Stage, Training


@dataclass(frozen=True)
class StagePlan:
    """One stage, and the settings of the training with those of the stage.

    ``metrics`` names the function that measures what is ``measured``, ``trace`` the one that gives what the ``data``,
    ids of data sets, lead to. ``held`` and ``times`` name attributes of the network: what stays as it is, and how many
    copies of a Repeat are used.
    """

    stage: Stage
    training: Training
    goals: tuple[Goal, ...]
    data: tuple[str, ...]
    measured: dict[str, Wire]
    metrics: str
    trace: str
    held: tuple[str, ...]
    times: dict[str, int]


def stage_plans(
    found: Analysis, goals: Sequence[Goal], measured: dict[str, Wire], body: Body, names: NameGiver
) -> tuple[StagePlan, ...]:
    """The stages of a drawing; none where its training has none."""
    plans: list[StagePlan] = []
    for stage in found.document.training.stages:
        running = tuple(goal for goal in goals if goal.id in running_in(stage, (each.id for each in goals)))
        data = data_of_stage(found, (goal.id for goal in running))
        told = _measured(found, running, measured, data)
        same = next((plan for plan in plans if plan.measured == told), None)
        metrics = same.metrics if same else "metrics" if told == measured else names.free(f"metrics_{len(plans) + 1}")
        alike = next((plan for plan in plans if plan.data == data), None)
        is_whole = data == data_of_stage(found, ())
        trace = alike.trace if alike else "trace" if is_whole else names.free(f"trace_{len(plans) + 1}")
        held = tuple(body.modules[id] for id in stage.frozen if body.has_module(id))
        times = {body.modules[id]: many for id, many in stage.times.items() if id in body.modules}
        known = with_averages(found, told, [goal.id for goal in running])
        training = _settings(found.document.training, stage, known)
        plans.append(StagePlan(stage, training, running, data, told, metrics, trace, held, times))
    return tuple(plans)


def _settings(training: Training, stage: Stage, measured: Iterable[str]) -> Training:
    """How a stage is trained: as it says itself or, where it says nothing, as the rest."""
    own = {name: getattr(stage, name) for name in ("batch_size", "monitor", "patience", "min_delta")}
    given = {"epochs": stage.epochs, **{name: value for name, value in own.items() if value is not None}}
    if stage.monitor is None and training.monitor not in measured:
        given["monitor"] = ""  # what the training looks at is not measured in this stage
    return training.model_copy(update=given)


def data_of_stage(found: Analysis, objectives: Iterable[str]) -> tuple[str, ...]:
    """The data sets that some Objectives learn from; where a drawing has one, all of them."""
    data = [id for id in found.with_role("data") if id in found.needed]
    if len(data) < 2:
        return tuple(data)
    before = found.wiring.ancestors(objectives)
    return tuple(id for id in data if id in before) or tuple(data)


def _measured(
    found: Analysis, goals: Iterable[Goal], measured: dict[str, Wire], data: Iterable[str]
) -> dict[str, Wire]:
    """The losses that are minimised, and the metrics of what these data hold."""
    running, known = {goal.loss[0] for goal in goals}, set(data)
    sets = set(found.with_role("data"))
    return {
        name: wire
        for name, wire in measured.items()
        if name in running
        or (found.layers[name].spec.role == "metric" and found.wiring.ancestors([wire[0]]) & sets <= known)
    }
