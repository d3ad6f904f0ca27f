"""Says everything that is wrong with a drawing, and what flows on every wire."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from builder.checker.analysis import Analysis
from builder.checker.analyzer import Analyzer
from builder.checker.block_use import is_broken
from builder.checker.data_sets import data_set_problems
from builder.checker.fitting import fitting_problems
from builder.checker.mending import reported
from builder.checker.params import read_params
from builder.checker.playing import playing_problems
from builder.checker.report import Report
from builder.checker.sampling import sampler_problems
from builder.checker.stages import at_once, measured, monitored, stage_problems
from builder.drawing.document import Document, free_id, read_document
from builder.drawing.problems import AddNode, Connect, Fix, InvalidDocument, Problem, RemoveNode, SetParam
from builder.kinds.objective import over
from builder.kinds.schedules import PLATEAU

log = logging.getLogger(__name__)


def check(document: Document | Mapping[str, Any] | str | bytes) -> Report:
    """Every problem of a drawing at once; shapes, sizes and parameter counts where they are known.

    Never raises: what can't even be read is a report that says so.
    """
    try:
        return reported(analyze(read_document(document)), analyze)
    except InvalidDocument as error:
        return Report(problems=error.problems)
    except Exception:
        log.exception("A drawing could not be checked")
        return Report(problems=(UNFORESEEN,))


UNFORESEEN = Problem(
    code="not_checked",
    message="This drawing can't be checked: something in it was not foreseen.",
    hint="Undo the last change. Whoever operates this site finds in its log what it was.",
)


def analyze(document: Document) -> Analysis:
    """Look at a drawing from all sides."""
    analyzer = Analyzer(document)
    found = analyzer.look(document.main, document.graph.params, {})
    found.problems += _goal_problems(found) + fitting_problems(found)
    found.blocks = analyzer.instances()
    for looks in found.blocks.values():
        looks[0].problems += _varied_outputs(looks) + fitting_problems(looks[0])
    return found


def _varied_outputs(looks: list[Analysis]) -> list[Problem]:
    """Nodes of a block whose outputs are others in another use: the block is one class, with one way to compute."""
    problems = []
    for id in looks[0].layers:
        outputs = {tuple(port.name for port in look.layers[id].spec.outputs) for look in looks if id in look.layers}
        if len(outputs) > 1:
            least, *_, most = sorted(map(len, outputs))
            message = f"{id} has {least} outputs in one use of the block and {most} in another."
            hint = "A block has the same wires wherever it is used. Set the number here, without an expression."
            problems.append(Problem(code="varied_outputs", message=message, hint=hint, node=id))
    return problems


def _goal_problems(found: Analysis) -> list[Problem]:
    """What keeps a drawing as a whole from being trained."""
    if not found.layers:
        return [Problem(code="empty", message="The drawing is empty.", hint="Drag a data set from the palette.")]
    problems = [*_data_problems(found), *data_set_problems(found)]
    objectives = found.with_role("objective")
    if not any(layer.spec.role == "objective" for layer in found.layers.values()):  # one in a loop is said there
        problems.append(_no_objective(found))
    problems += [problem for id in objectives if (problem := _over_problem(found, id, at_once(found)))]
    problems += _monitor_problems(found, objectives)
    problems += _watch_problems(found, objectives)
    problems += [
        *_change_problems(found, objectives),
        *stage_problems(found),
        *sampler_problems(found),
        *playing_problems(found),
    ]
    learned = sum(found.learned.get(id, 0) for id in found.learning(objectives))
    if not (learned or problems or is_broken(found)):
        problems.append(_nothing_to_learn(found, objectives[0]))
    return problems


def _data_problems(found: Analysis) -> list[Problem]:
    """What is wrong with what a drawing learns from: data, or what its sources draw."""
    needed, data = found.needed, found.with_role("data")
    unused = [id for id in data if id not in needed]
    learns_from = [id for id in (*data, *found.with_role("source")) if id in needed]
    if not data and not learns_from:
        return [Problem(code="no_data", message="There is no data to learn from.", hint=DATA_HINT)]
    if not learns_from and not found.problems:
        return [Problem(code="no_data", message=f"Nothing uses {data[0]}.", hint="Connect it to the first layer.")]
    return [_unused(id, learns_from) for id in unused] if learns_from and found.with_role("objective") else []


def _unused(id: str, others: list[str]) -> Problem:
    return Problem(
        code="unused_data",
        severity="warning",
        message=f"Nothing uses {id}: training learns from {' and '.join(others)}.",
        hint="Connect it, or remove it.",
        node=id,
        fix=Fix(label=f"Remove {id}", edits=(RemoveNode(id=id),)),
    )


def _over_problem(found: Analysis, id: str, objectives: int) -> Problem | None:
    """What is wrong with the nodes that an Objective says it trains."""
    named = over(found.params[id])
    layers = [node for node, layer in found.layers.items() if layer.spec.role == "layer"]
    known = [node for node in found.wiring.order if node in layers and found.weights(node)]
    unknown = [node for node in layers if node not in found.learned]  # what is wrong there is said there
    strange = [name for name in named if name not in known and name not in unknown]
    idle = [name for name in named if name in known and name not in found.needed]
    if idle:
        return _idle(id, idle[0], [name for name in named if name not in idle])
    if strange:
        message = f"{id} trains {strange[0]!r}, which is no node that learns."
    elif objectives > 1 and not named:
        message = f"{id} is one of several Objectives and does not say what it trains."
    else:
        return None
    hint = f"Name the nodes in over, with commas between: {', '.join(known) or 'there are none that learn'}."
    return Problem(code="over", message=message, hint=hint, node=id)


def _idle(objective: str, name: str, others: list[str]) -> Problem:
    fix = Fix(
        label=f"Train {' and '.join(others)} alone",
        edits=(SetParam(id=objective, name="over", value=", ".join(others)),),
    )
    return Problem(
        code="over",
        message=f"{objective} trains {name}, which leads to no Objective, metric or Output.",
        hint=f"Connect it, or leave it out of over of {objective}.",
        node=objective,
        fix=fix if others else None,
    )


def _monitor_problems(found: Analysis, objectives: Iterable[str]) -> list[Problem]:
    """What is wrong with what early stopping looks at."""
    monitor = found.document.training.monitor
    known = monitored(found, objectives)
    if not monitor or monitor in known:
        return []
    message = f"Early stopping looks at {monitor!r}, which is not measured here."
    hint = f"Choose another one under Training: {', '.join(known) or 'nothing is measured yet'}."
    return [Problem(code="monitor", message=message, hint=hint)]


def _watch_problems(found: Analysis, objectives: Iterable[str]) -> list[Problem]:
    """What is wrong with what schedules look at."""
    known, problems = measured(found, objectives), []
    for id in objectives:
        watched, is_watching = found.params[id].get("watches"), found.params[id].get("schedule") == PLATEAU
        if is_watching and watched and watched not in known:
            message = f"The schedule of {id} watches {watched!r}, which is not measured here."
            hint = f"Name one of these, or nothing for its loss: {', '.join(known) or 'nothing is measured yet'}."
            problems.append(Problem(code="watches", message=message, hint=hint, node=id))
    return problems


def _change_problems(found: Analysis, objectives: list[str]) -> list[Problem]:
    """What is wrong with the changes that are to be made on the way."""
    problems = []
    for change in found.document.training.changes:
        for goal, settings in change.goals.items():
            if goal not in objectives:
                message = f"After step {change.step:,}, {goal!r} is to be changed, which is no Objective here."
                hint = "Leave the changes out, under Training, or give the Objective its name back."
                problems.append(Problem(code="change", message=message, hint=hint))
                continue
            node, layer = found.graph.nodes[goal], found.layers[goal]
            changed = node.model_copy(update={"params": {**found.params[goal], **settings}})
            problems += read_params(goal, changed, layer)[1]
    return problems


def _nothing_to_learn(found: Analysis, objective: str) -> Problem:
    frozen = [id for id in found.wiring.order if found.graph.nodes[id].frozen and found.kept.get(id)]
    if kept := sum(found.kept.get(id, 0) for id in found.learning([objective])):
        return Problem(
            code="nothing_to_learn",
            message=f"All {kept:,} values that lead to the loss are frozen: nothing can be learned.",
            hint=f"Unlock a node: {', '.join(frozen)}." if frozen else "Unlock a node inside of a block.",
            node=objective,
        )
    return Problem(
        code="nothing_to_learn",
        message="Nothing that can be learned leads to the loss.",
        hint="Put a layer with weights, such as Linear or Conv2d, between the data and the loss.",
        node=objective,
    )


DATA_HINT = "Drag a data set, such as Digits or TwoMoons, from the palette and connect it to the first layer."


def _no_objective(found: Analysis) -> Problem:
    losses, fix = found.with_role("loss"), None
    if len(losses) == 1:
        x, y = found.graph.nodes[losses[0]].position
        name = free_id("objective", found.graph.nodes)
        add = AddNode(id=name, type="Objective", position=(x + 260, y))
        fix = Fix(
            label="Add an Objective",
            edits=(add, Connect(target=f"{name}.loss", source=f"{losses[0]}.loss")),
        )
    return Problem(
        code="no_objective",
        message="Nothing says what should become better.",
        hint="Connect a loss to an Objective: training makes that loss smaller.",
        fix=fix,
    )
