"""Says everything that is wrong with a drawing, and what flows on every wire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from builder.document import Document, free_id, read_document
from builder.examined import Examined
from builder.layers.objective import over
from builder.looker import Looker
from builder.params import read_params
from builder.problems import AddNode, Connect, Fix, InvalidDocument, Problem, RemoveNode
from builder.report import Report


def check(document: Document | Mapping[str, Any] | str | bytes) -> Report:
    """Every problem of a drawing at once; shapes, sizes and parameter counts where they are known.

    Never raises: what can't even be read is a report that says so.
    """
    try:
        return examine(read_document(document)).report()
    except InvalidDocument as error:
        return Report(problems=error.problems)


def examine(document: Document) -> Examined:
    """Look at a drawing from all sides."""
    looker = Looker(document)
    found = looker.look(document.main, {}, {})
    found.problems += _goal_problems(found)
    found.blocks = looker.instances()
    for looks in found.blocks.values():
        looks[0].problems += _varied_outputs(looks)
    return found


def _varied_outputs(looks: list[Examined]) -> list[Problem]:
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


def _goal_problems(found: Examined) -> list[Problem]:
    """What keeps a drawing as a whole from being trained."""
    if not found.layers:
        return [Problem(code="empty", message="The drawing is empty.", hint="Drag a data set from the palette.")]
    problems = []
    if not found.with_role("data"):
        problems.append(Problem(code="no_data", message="There is no data to learn from.", hint=DATA_HINT))
    data = [id for id in found.with_role("data") if id in found.needed]
    hint = "Connect everything to the other one."
    problems += [_second(id, "data set", "reads from one", hint) for id in data[1:]]
    objectives = found.with_role("objective")
    if not objectives:
        problems.append(_no_objective(found))
    problems += [problem for id in objectives if (problem := _over_problem(found, id, len(objectives)))]
    problems += _monitor_problems(found, objectives)
    problems += _change_problems(found, objectives)
    learned = sum(found.learned.get(id, 0) for id in found.wiring.ancestors(objectives))
    if not (learned or problems or found.problems):
        problems.append(_nothing_to_learn(objectives[0]))
    return problems


def _over_problem(found: Examined, id: str, objectives: int) -> Problem | None:
    """What is wrong with the nodes that an Objective says it trains."""
    named = over(found.params[id])
    known = [node for node in found.with_role("layer") if found.learned.get(node)]
    strange = [name for name in named if name not in known]
    if strange:
        message = f"{id} trains {strange[0]!r}, which is no node that learns."
    elif objectives > 1 and not named:
        message = f"{id} is one of several Objectives and does not say what it trains."
    else:
        return None
    hint = f"Name the nodes in over, with commas between: {', '.join(known) or 'there are none that learn'}."
    return Problem(code="over", message=message, hint=hint, node=id)


def _monitor_problems(found: Examined, objectives: Iterable[str]) -> list[Problem]:
    """What is wrong with what early stopping looks at."""
    monitor = found.document.training.monitor
    losses = (found.wiring.sources[id].get("loss") for id in objectives)
    measured = [*dict.fromkeys(wire[0] for wire in losses if wire), *found.with_role("metric")]
    if not monitor or monitor in measured:
        return []
    message = f"Early stopping looks at {monitor!r}, which is not measured here."
    hint = f"Choose another one under Training: {', '.join(measured) or 'nothing is measured yet'}."
    return [Problem(code="monitor", message=message, hint=hint)]


def _change_problems(found: Examined, objectives: list[str]) -> list[Problem]:
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
            changed = node.model_copy(update={"params": {**node.params, **settings}})
            problems += read_params(goal, changed, layer)[1]
    return problems


def _nothing_to_learn(objective: str) -> Problem:
    return Problem(
        code="nothing_to_learn",
        message="Nothing that can be learned leads to the loss.",
        hint="Put a layer with weights, such as Linear or Conv2d, between the data and the loss.",
        node=objective,
    )


DATA_HINT = "Drag a data set, such as Digits or TwoMoons, from the palette and connect it to the first layer."


def _no_objective(found: Examined) -> Problem:
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


def _second(id: str, what: str, rule: str, hint: str) -> Problem:
    return Problem(
        code="one_too_many",
        message=f"{id} is a second {what}; a drawing {rule}.",
        hint=hint,
        node=id,
        fix=Fix(label=f"Remove {id}", edits=(RemoveNode(id=id),)),
    )
