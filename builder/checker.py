"""Says everything that is wrong with a drawing, and what flows on every wire."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from typing import Any

from builder import mismatch
from builder.document import Document, Node, free_id, read_document
from builder.examined import Examined
from builder.flow import Flow, Refused, source_flows, through
from builder.layer import ComputedLayer
from builder.params import did_you_mean, read_params
from builder.problems import AddNode, Connect, Fix, InvalidDocument, Problem, RemoveNode
from builder.registry import CATALOG
from builder.report import Report
from builder.wiring import missing_inputs, wire_up


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
    found = Examined(document)
    for id, node in sorted(document.graph.nodes.items()):
        _read_node(found, id, node)
    found.wiring, problems = wire_up(document.graph, found.layers)
    found.problems += problems
    found.problems += missing_inputs(document.graph, found.layers, found.wiring)
    for id in found.wiring.order:
        _follow(found, id)
    found.problems += mismatch.too_few_classes(found)
    found.problems += _goal_problems(found)
    found.problems = [_softened(found, problem) for problem in found.problems]
    return found


def _read_node(found: Examined, id: str, node: Node) -> None:
    if not id.isidentifier() or keyword.iskeyword(id) or id.startswith("_"):
        found.problems.append(_bad_id(id))
        return
    layer = CATALOG.get(node.type)
    if layer is None:
        found.problems.append(_unknown_type(id, node.type))
        return
    found.layers[id] = layer
    found.params[id], problems = read_params(id, node, layer)
    found.problems += problems


def _follow(found: Examined, id: str) -> None:
    """Work out what comes out of one node, if what goes in is known."""
    layer, inputs = found.layers[id], found.inputs(id)
    found.flows.update({(id, port): flow for port, flow in source_flows(layer).items()})
    if any(port.name not in inputs for port in layer.spec.inputs if not port.optional):
        return
    unexpected = mismatch.unexpected(id, layer, inputs)
    if unexpected:
        found.problems.append(mismatch.explain(found, id, unexpected))
        return
    if isinstance(layer, ComputedLayer):
        _compute(found, id, layer, inputs)


def _compute(found: Examined, id: str, layer: ComputedLayer, inputs: Mapping[str, Flow]) -> None:
    answer = through(layer, found.params[id], inputs)
    if isinstance(answer, Refused):
        if not any(problem.node == id and problem.code == "bad_param" for problem in found.problems):
            found.problems.append(mismatch.refused(id, layer, found.params[id], inputs))
        return
    found.flows.update({(id, port): flow for port, flow in answer.outputs})
    found.inferred[id] = dict(answer.inferred)
    found.learned[id] = answer.parameters
    found.problems += mismatch.overridden(id, found.params[id], answer.inferred)


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
    hint = "Add the losses together and connect the sum to one Objective."
    problems += [_second(id, "Objective", "is trained by one", hint) for id in objectives[1:]]
    learned = sum(found.learned.get(id, 0) for id in found.wiring.ancestors(objectives))
    if not (learned or problems or found.problems):
        problems.append(_nothing_to_learn(objectives[0]))
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
        x, y = found.document.graph.nodes[losses[0]].position
        name = free_id("objective", found.document.graph.nodes)
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


def _softened(found: Examined, problem: Problem) -> Problem:
    """A problem of a node that nothing rests on is a warning: it does not stand in the way of Train."""
    if problem.node in found.layers and problem.node not in found.needed and problem.code != "cycle":
        return problem.model_copy(update={"severity": "warning"})
    return problem


def _bad_id(id: str) -> Problem:
    return Problem(
        code="bad_node_id",
        message=f"{id!r} can't be a node's name: it becomes a name in the Python source.",
        hint="Use letters, digits and underscores, not starting with a digit or an underscore.",
        node=id,
    )


def _unknown_type(id: str, type_name: str) -> Problem:
    return Problem(
        code="unknown_type",
        message=f"{id}: there is no layer type {type_name!r}.",
        hint=did_you_mean(type_name, CATALOG, "types"),
        node=id,
        fix=Fix(label=f"Remove {id}", edits=(RemoveNode(id=id),)),
    )
