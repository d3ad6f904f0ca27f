"""Writes a drawing as plain PyTorch.

The source is built as a syntax tree and unparsed, never pasted from strings, so no name or value of a
document can become code. The source shown is the source that runs.
"""

from __future__ import annotations

import ast
import keyword
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from torch import nn

from builder.checker import examine
from builder.document import Document
from builder.examined import Examined
from builder.layer import ComputedLayer, Layer, dotted
from builder.layers.objective import Objective
from builder.own_code import source_of, with_helpers
from builder.problems import InvalidDocument
from builder.wiring import Wire

HEADER = '''"""A neural network drawn with Layerloom."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F'''
_TAKEN = {"self", "net", "batch", "torch", "nn", "F", "Tensor", "Network", "objective", "make_optimizer", "metrics"}


def _generic(name: str, *arguments: ast.expr) -> ast.expr:
    return ast.Subscript(ast.Name(name), ast.Tuple(elts=list(arguments)))


_TENSOR = ast.Name("Tensor")
_SPLIT = _generic("dict", ast.Name("str"), _TENSOR)
_NET: dict[str, ast.expr | None] = {"net": ast.Name("Network")}
_NET_BATCH: dict[str, ast.expr | None] = {**_NET, "batch": _SPLIT}


def source(document: Document) -> str:
    """The drawing as Python.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way of training.
    """
    return write(plan(document))


@dataclass(frozen=True)
class Plan:
    """What is written: names for wires and modules, and which wires the network answers with."""

    found: Examined
    fields: dict[Wire, str]
    answers: dict[Wire, str]
    modules: dict[str, str]
    variables: dict[Wire, str] = field(default_factory=dict)

    @property
    def objective(self) -> str:
        return self.found.with_role("objective")[0]

    @property
    def loss(self) -> Wire:
        return self.found.wiring.sources[self.objective]["loss"]

    @property
    def measured(self) -> list[Wire]:
        """What is measured on held-out data: the loss first, then each metric."""
        return [self.loss, *((id, "metric") for id in self.found.with_role("metric"))]

    @property
    def answer_fields(self) -> list[Wire]:
        """The fields that the network's answers rest on, in the order of `forward`'s arguments."""
        before = self.found.wiring.ancestors(node for node, _ in self.answers)
        return [wire for wire in self.fields if wire[0] in before and self._is_read(wire, before)]

    def _is_read(self, wire: Wire, nodes: set[str]) -> bool:
        return any(wire in self.found.wiring.sources[node].values() for node in nodes) or wire in self.answers


def plan(document: Document) -> Plan:
    """Decide what to write.

    Raises:
        InvalidDocument: the drawing has problems that stand in the way of training.
    """
    found = examine(document)
    errors = [problem for problem in found.problems if problem.severity == "error"]
    if errors:
        raise InvalidDocument(errors)
    computed = [id for id in found.with_role("layer", "loss", "metric") if id in found.needed]
    layers = [found.layers[id] for id in computed]
    own = {part.__name__ for part in _own_parts(layers)}
    data = [id for id in found.with_role("data") if id in found.needed]
    fields = {(id, port.name): port.name for id in data for port in found.layers[id].spec.outputs}
    names = _Names(_TAKEN | own | set(fields.values()))
    return Plan(
        found=found,
        fields=fields,
        answers=_answers(found),
        modules={id: id + "_" if hasattr(nn.Module, id) or id == "training" else id for id in computed},
        variables={wire: names.free(wish) for id in computed for wire, wish in _wishes(id, found.layers[id])},
    )


def _wishes(id: str, layer: Layer) -> list[tuple[Wire, str]]:
    """What the outputs of a node would like to be called."""
    ports = [port.name for port in layer.spec.outputs]
    return [((id, port), id if len(ports) == 1 else f"{id}_{port}") for port in ports]


def _answers(found: Examined) -> dict[Wire, str]:
    """What the Output nodes mark, by their names or, without any, what the losses judge."""
    marked = {found.wiring.sources[id]["input"]: id for id in reversed(found.with_role("output"))}
    losses = [id for id in found.with_role("loss") if id in found.needed]
    judged = (found.wiring.sources[id][found.layers[id].spec.inputs[0].name] for id in losses)
    answers = marked or {wire: wire[0] for wire in judged}
    place = {id: i for i, id in enumerate(found.wiring.order)}
    return dict(sorted(answers.items(), key=lambda answer: place[answer[0][0]]))


class _Names:
    """Gives out variable names, each once."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def free(self, wish: str) -> str:
        while wish in self._taken or keyword.issoftkeyword(wish):
            wish += "_"
        self._taken.add(wish)
        return wish


def write(plan: Plan) -> str:
    """The whole source of a plan."""
    parts = [HEADER, *_own_code(plan)]
    trees = [_network(plan), _objective(plan), _optimizer(plan), _metrics(plan)]
    parts += [ast.unparse(ast.fix_missing_locations(tree)) for tree in trees]
    text = "\n\n\n".join(parts) + "\n"
    labels = {name: plan.found.flows[wire].label for wire, name in plan.variables.items() if wire in plan.found.flows}
    return _with_shapes(text, labels)


def write_trace(plan: Plan) -> str:
    """A function ``trace(net, batch)`` that gives what comes out of every node, for probes."""
    found = plan.found
    wires = {
        id: (id, found.layers[id].spec.outputs[0].name)
        for id in found.with_role("data", "layer")
        if id in found.needed and found.layers[id].spec.outputs
    }
    body, values = _compute(plan, wires.values(), "net", _from_batch(plan))
    answer = ast.Dict(keys=[ast.Constant(id) for id in wires], values=[values[wire] for wire in wires.values()])
    tree = _function("trace", _NET_BATCH, [*body, ast.Return(answer)])
    return ast.unparse(ast.fix_missing_locations(tree))


def _own_code(plan: Plan) -> list[str]:
    """Our own code that the drawing uses, as it stands in its files."""
    return [source_of(part) for part in _own_parts(plan.found.layers[id] for id in plan.modules)]


def _own_parts(layers: Iterable[Layer]) -> list[Callable[..., Any]]:
    return with_helpers(layer.own_code for layer in layers if isinstance(layer, ComputedLayer) and layer.own_code)


def _network(plan: Plan) -> ast.ClassDef:
    makes: list[ast.stmt] = [ast.Expr(ast.Call(func=ast.Attribute(_call("super"), "__init__"), args=[], keywords=[]))]
    for id, attribute in plan.modules.items():
        layer = plan.found.layers[id]
        assert isinstance(layer, ComputedLayer)
        made = layer.construct({**plan.found.inferred[id], **plan.found.params[id]})
        if made:
            makes.append(ast.Assign(targets=[dotted("self", attribute)], value=made))
    fields = plan.answer_fields
    given: dict[Wire, ast.expr] = {wire: ast.Name(plan.fields[wire]) for wire in fields}
    body, values = _compute(plan, plan.answers, "self", given)
    returned = _tuple([values[wire] for wire in plan.answers])
    arguments = {"self": None, **{plan.fields[wire]: _TENSOR for wire in fields}}
    returns = _TENSOR if len(plan.answers) == 1 else _generic("tuple", _TENSOR, ast.Constant(...))
    forward = _function("forward", arguments, [*body, ast.Return(returned)], returns)
    return ast.ClassDef(
        name="Network",
        bases=[dotted("nn", "Module")],
        keywords=[],
        body=[_docstring("What learns."), _function("__init__", {"self": None}, makes, ast.Constant(None)), forward],
        decorator_list=[],
    )


def _objective(plan: Plan) -> ast.FunctionDef:
    body, values = _judge(plan, [plan.loss])
    doc = "What training makes smaller, for one batch."
    return _function("objective", _NET_BATCH, [_docstring(doc), *body, ast.Return(values[plan.loss])], _TENSOR)


def _optimizer(plan: Plan) -> ast.FunctionDef:
    layer = plan.found.layers[plan.objective]
    assert isinstance(layer, Objective)
    made = layer.optimizer(plan.found.params[plan.objective])
    doc = "What moves the learned parameters after each batch."
    returns = dotted("torch", "optim", "Optimizer")
    return _function("make_optimizer", _NET, [_docstring(doc), ast.Return(made)], returns)


def _metrics(plan: Plan) -> ast.FunctionDef:
    body, values = _judge(plan, plan.measured)
    answer = ast.Dict(
        keys=[ast.Constant(node) for node, _ in plan.measured], values=[values[wire] for wire in plan.measured]
    )
    doc = "How good the network is on a batch that it did not learn from."
    return _function("metrics", _NET_BATCH, [_docstring(doc), *body, ast.Return(answer)], _SPLIT)


def _judge(plan: Plan, targets: list[Wire]) -> tuple[list[ast.stmt], dict[Wire, ast.expr]]:
    """Compute losses or metrics from what the network answers or, where that is not enough, from its nodes."""
    fields = _from_batch(plan)
    answers: dict[Wire, ast.expr] = {wire: ast.Name(_variable(plan, wire)) for wire in plan.answers}
    if any(plan.found.layers[id].spec.role == "layer" for id, _ in _missing(plan, targets, {**fields, **answers})):
        return _compute(plan, targets, "net", fields)
    asked = ast.Call(func=ast.Name("net"), args=[fields[wire] for wire in plan.answer_fields], keywords=[])
    call: ast.stmt = ast.Assign(targets=[_tuple(list(answers.values()))], value=asked)
    body, values = _compute(plan, targets, "net", {**fields, **answers})
    return [call, *body], values


def _from_batch(plan: Plan) -> dict[Wire, ast.expr]:
    return {wire: ast.Subscript(ast.Name("batch"), ast.Constant(name)) for wire, name in plan.fields.items()}


def _variable(plan: Plan, wire: Wire) -> str:
    return plan.variables.get(wire) or plan.fields[wire]


def _missing(plan: Plan, targets: Iterable[Wire], given: Mapping[Wire, ast.expr]) -> list[Wire]:
    """The wires that must be computed for the targets, in order."""
    found: set[Wire] = set()
    ahead = list(targets)
    while ahead:
        wire = ahead.pop()
        if wire not in given and wire not in found:
            found.add(wire)
            ahead += plan.found.wiring.sources[wire[0]].values()
    place = {id: i for i, id in enumerate(plan.found.wiring.order)}
    return sorted(found, key=lambda wire: place[wire[0]])


def _compute(
    plan: Plan, targets: Iterable[Wire], owner: str, given: Mapping[Wire, ast.expr]
) -> tuple[list[ast.stmt], dict[Wire, ast.expr]]:
    """One line for each node that the targets need; ``owner`` is what holds the modules."""
    values = dict(given)
    lines: list[ast.stmt] = []
    missing = _missing(plan, targets, given)
    for id in dict.fromkeys(id for id, _ in missing):
        layer = plan.found.layers[id]
        assert isinstance(layer, ComputedLayer)
        params = {**plan.found.inferred[id], **plan.found.params[id]}
        inputs = {port: values[source] for port, source in plan.found.wiring.sources[id].items()}
        result = layer.call(dotted(owner, plan.modules[id]), params, inputs)
        names: dict[str, ast.expr] = {port: ast.Name(plan.variables[id, port]) for node, port in missing if node == id}
        values |= {(id, port): name for port, name in names.items()}
        lines.append(ast.Assign(targets=[layer.target(names)], value=result))
    return lines, values


def _function(
    name: str, arguments: Mapping[str, ast.expr | None], body: list[ast.stmt], returns: ast.expr | None = None
) -> ast.FunctionDef:
    return ast.FunctionDef(
        name=name,
        args=ast.arguments(
            posonlyargs=[],
            args=[ast.arg(arg=argument, annotation=annotation) for argument, annotation in arguments.items()],
            kwonlyargs=[],
            kw_defaults=[],
            defaults=[],
        ),
        body=body,
        decorator_list=[],
        returns=returns,
    )


def _docstring(text: str) -> ast.stmt:
    return ast.Expr(ast.Constant(text))


def _call(name: str) -> ast.expr:
    return ast.Call(func=ast.Name(name), args=[], keywords=[])


def _tuple(values: list[ast.expr]) -> ast.expr:
    return values[0] if len(values) == 1 else ast.Tuple(elts=values)


def _with_shapes(text: str, labels: Mapping[str, str]) -> str:
    """The source with the shape of each signal at the end of its line."""
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            label = labels.get(node.targets[0].id)
            if label and label != "()" and node.end_lineno:
                lines[node.end_lineno - 1] += f"  # {label}"
    return "\n".join(lines) + "\n"
