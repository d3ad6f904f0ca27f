"""What is wrong with the stages of a training."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.checker.analysis import Analysis
from builder.checker.params import did_you_mean, read_params
from builder.drawing.document import Stage
from builder.drawing.problems import Problem
from builder.kinds.objective import CHANGEABLE, over


def stage_problems(found: Analysis) -> Iterator[Problem]:
    """Stages that name what is not there, that learn nothing, and Objectives that none of them runs."""
    stages, objectives = found.document.training.stages, found.with_role("objective")
    for number, stage in enumerate(stages, 1):
        called = f"Stage {number} ({stage.name})" if stage.name else f"Stage {number}"
        yield from _strangers(found, called, stage, objectives)
        yield from _settings(found, called, stage, objectives)
        yield from _growth(found, called, stage)
        for id in running(stage, objectives):
            yield from _idle(found, called, stage, id)
        yield from _unmeasured(found, called, stage, running(stage, objectives))
    run = {id for stage in stages for id in running(stage, objectives)}
    for id in objectives:
        if stages and id not in run:
            hint = "Tick it in a stage, or remove it."
            yield _said(f"{id} runs in no stage: it never learns.", hint, node=id, is_warning=True)


def running(stage: Stage, objectives: Iterable[str]) -> list[str]:
    """The Objectives that a stage runs."""
    return [id for id in objectives if not stage.objectives or id in stage.objectives]


def at_once(found: Analysis) -> int:
    """How many Objectives run at the same time, at most."""
    objectives = found.with_role("objective")
    return max((len(running(stage, objectives)) for stage in found.document.training.stages), default=len(objectives))


def _strangers(found: Analysis, called: str, stage: Stage, objectives: list[str]) -> Iterator[Problem]:
    for id in stage.objectives:
        if id not in objectives:
            message = f"{called} runs {id!r}, which is no Objective here."
            yield _said(message, f"{did_you_mean(id, objectives, 'Objectives')} Untick it, or give it its name back.")
    for id in stage.frozen:
        if id not in found.graph.nodes:
            known = [node for node in found.wiring.order if found.weights(node)]
            yield _said(f"{called} freezes {id!r}, which is no node here.", did_you_mean(id, known, "nodes"))


def _settings(found: Analysis, called: str, stage: Stage, objectives: list[str]) -> Iterator[Problem]:
    for id, settings in stage.goals.items():
        if id not in objectives:
            message = f"{called} sets {id!r}, which is no Objective here."
            yield _said(message, did_you_mean(id, objectives, "Objectives"))
            continue
        for name in settings:
            if name not in CHANGEABLE:
                hint = f"A stage may set {', '.join(sorted(CHANGEABLE))}. For the rest draw an Objective of its own."
                yield _said(f"{called} sets {name} of {id}, which decides what an optimizer is.", hint, node=id)
        node = found.graph.nodes[id].model_copy(update={"params": {**found.params[id], **settings}})
        for problem in read_params(id, node, found.layers[id])[1]:
            yield problem.model_copy(update={"message": f"{called}: {problem.message}", "fix": None})


def _growth(found: Analysis, called: str, stage: Stage) -> Iterator[Problem]:
    for id, times in stage.times.items():
        if id not in found.layers or found.layers[id].spec.type != "Repeat":
            message = f"{called} says how many copies of {id!r} are used, which is no Repeat of the main drawing."
            yield _said(message, "Take it out of the stage.")
        elif times > (most := int(str(found.params[id]["times"]))):
            hint = f"Give {id} as many copies as the last stage uses."
            yield _said(f"{called} uses {times} copies of {id}, which has {most}.", hint, node=id)


def _idle(found: Analysis, called: str, stage: Stage, id: str) -> Iterator[Problem]:
    """An Objective that could learn something, and does not in this stage."""
    before = found.wiring.ancestors([id])
    trained = set(over(found.params[id])) & before if over(found.params[id]) else before
    learning = {node for node in trained if found.learned.get(node)}
    if learning and learning <= set(stage.frozen):
        message = f"{called} freezes all that {id} learns: {', '.join(sorted(learning))}."
        yield _said(message, "Unlock a node for this stage, or let the stage run another Objective.", node=id)


def measured(found: Analysis, objectives: Iterable[str]) -> list[str]:
    """The losses and metrics that are measured on the validation part while these Objectives run."""
    losses = (found.wiring.sources[id].get("loss") for id in objectives)
    return [*dict.fromkeys(wire[0] for wire in losses if wire), *found.with_role("metric")]


def monitored(found: Analysis, objectives: Iterable[str]) -> list[str]:
    """What early stopping may look at while these Objectives run."""
    running = list(objectives)
    return with_averages(found, measured(found, running), running)


def with_averages(found: Analysis, measured: Iterable[str], objectives: Iterable[str]) -> list[str]:
    """What is measured, and again by averages of the weights where these Objectives keep some."""
    known, keeps = list(measured), any(found.params[id].get("ema") for id in objectives)
    return [*known, *(f"{name} (EMA)" for name in known if keeps)]


def _unmeasured(found: Analysis, called: str, stage: Stage, running: list[str]) -> Iterator[Problem]:
    known = monitored(found, running)
    if stage.monitor and stage.monitor not in known:
        message = f"{called} stops early by {stage.monitor!r}, which is not measured in it."
        yield _said(message, f"Choose another one: {', '.join(known) or 'nothing is measured yet'}.")


def _said(message: str, hint: str, node: str | None = None, *, is_warning: bool = False) -> Problem:
    severity = "warning" if is_warning else "error"
    return Problem(code="stage", message=message, hint=hint.strip(), node=node, severity=severity)
