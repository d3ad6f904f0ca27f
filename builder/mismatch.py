"""Shapes that don't fit, in a learner's words, with the edit that makes them fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import torch

from builder.document import Value, free_id
from builder.examined import Examined
from builder.flow import Flow, Refused
from builder.layer import FEATURES, IMAGES, ComputedLayer, Expected, Layer, Numbers
from builder.problems import AddNode, Connect, Fix, Problem, SetParam, UnsetParam
from builder.wiring import Wire


@dataclass(frozen=True)
class Unexpected:
    """An input whose number of axes, or whose kind of numbers, is not what the node takes."""

    port: str
    expected: Expected
    received: Flow


def unexpected(id: str, layer: Layer, inputs: Mapping[str, Flow]) -> Unexpected | None:
    """The first input that has the wrong number of axes or the wrong kind of numbers."""
    for port in (port for port in layer.expects if port in inputs):
        expected = _narrowed(layer.expects[port], inputs)
        if not expected.fits(len(inputs[port].small), inputs[port].dtype):
            return Unexpected(port, expected, inputs[port])
    return None


def _narrowed(expected: Expected, inputs: Mapping[str, Flow]) -> Expected:
    """What is expected, once the targets say how many axes scores must have."""
    targets = inputs.get(expected.one_more_than)
    if targets is None or len(targets.small) + 1 not in expected.ranks:
        return expected
    rank = len(targets.small) + 1
    return FEATURES if rank == 2 else replace(expected, ranks=(rank,))


def explain(found: Examined, id: str, wrong: Unexpected) -> Problem:
    """The problem of an unexpected input, with a Flatten to insert where that mends it."""
    if not wrong.expected.takes(wrong.received.dtype):
        return _wrong_numbers(id, wrong)
    return Problem(
        code="shape_mismatch",
        message=f"{id} takes {wrong.expected.words}; it received {wrong.received.label}.",
        hint=_rank_hint(wrong),
        node=id,
        port=wrong.port,
        fix=_flatten_fix(found, id, wrong),
    )


def _wrong_numbers(id: str, wrong: Unexpected) -> Problem:
    kind = _numbers(wrong.received)
    return Problem(
        code="wrong_numbers",
        message=f"{id} takes {wrong.expected.words}; it received {NUMBERS[kind]} of shape {wrong.received.label}.",
        hint=NUMBER_HINTS.get((wrong.expected.numbers, kind), "Look at what the layer before it gives."),
        node=id,
        port=wrong.port,
    )


NUMBERS = {"real": "real numbers", "whole": "whole numbers", "bool": "yes-or-no values", "any": "complex numbers"}
NUMBER_HINTS = {
    ("real", "whole"): "An Embedding or a OneHot turns classes and tokens into real numbers; ToFloat keeps the values.",
    ("real", "bool"): "A ToFloat turns yes into 1 and no into 0.",
    ("whole", "real"): "Connect tokens or labels; ArgMax gives the place of the largest value as a whole number.",
    ("number", "bool"): "A ToFloat turns yes into 1 and no into 0.",
    ("bool", "real"): "A comparison, such as Greater, gives yes-or-no values.",
    ("bool", "whole"): "A comparison, such as Equal, gives yes-or-no values.",
}


def _numbers(flow: Flow) -> Numbers:
    if flow.dtype.is_complex:
        return "any"
    return "real" if flow.dtype.is_floating_point else "bool" if flow.dtype == torch.bool else "whole"


def _rank_hint(wrong: Unexpected) -> str:
    if wrong.expected is IMAGES and len(wrong.received.small) == 2:
        return "After a Flatten there are no images any more: put this layer before it."
    if len(wrong.received.small) > max(wrong.expected.ranks):
        return "A Flatten layer lays the values of each sample out in one row."
    return "Look at the shapes on the wires before it."


def _flatten_fix(found: Examined, id: str, wrong: Unexpected) -> Fix | None:
    if 2 not in wrong.expected.ranks or len(wrong.received.small) <= 2:
        return None
    target = _first_linear_on_images(found, found.wiring.sources[id][wrong.port][0])
    node, port = target or (id, wrong.port)
    source = found.wiring.sources[node][port]
    nodes = found.graph.nodes
    name = free_id("flatten", nodes)
    (x1, y1), (x2, y2) = nodes[source[0]].position, nodes[node].position
    return Fix(
        label=f"Insert a Flatten before {node}",
        edits=(
            AddNode(id=name, type="Flatten", position=((x1 + x2) / 2, (y1 + y2) / 2 + 90)),
            Connect(target=f"{name}.input", source=".".join(source)),
            Connect(target=f"{node}.{port}", source=f"{name}.output"),
        ),
    )


def _first_linear_on_images(found: Examined, last: str) -> Wire | None:
    """The Linear that reads images as they are: where the Flatten was forgotten."""
    before = found.wiring.ancestors([last])
    for id in found.wiring.order:
        if id in before and found.layers[id].spec.type == "Linear":
            flow = found.inputs(id).get("input")
            if flow and len(flow.small) > 2:
                return id, "input"
    return None


def refused(
    id: str, layer: ComputedLayer, params: Mapping[str, Value], inputs: Mapping[str, Flow], answer: Refused
) -> Problem:
    """The problem of a node that torch would not run, without torch's words."""
    received = " and ".join(flow.label for flow in inputs.values())
    message = f"{id} can't work on {received}." if inputs else f"{id} can't be made as it is set."
    return Problem(
        code="shape_mismatch",
        message=message,
        hint=_sentence(answer.reason) if answer.in_words else _refusal_hint(layer, params, list(inputs.values())),
        node=id,
        port=next(iter(inputs), None),
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."


def _without_ones(flow: Flow) -> tuple[int, ...]:
    return tuple(size for size in flow.small if size != 1)


def _refusal_hint(layer: ComputedLayer, params: Mapping[str, Value], inputs: list[Flow]) -> str:
    if layer.spec.role in ("loss", "metric"):
        if len({_without_ones(flow) for flow in inputs}) == 1:
            return "The shapes differ by an axis of size 1: Squeeze removes it, Unsqueeze adds it."
        return "What the network says must fit what it should have said: look at both shapes, axis by axis."
    if len(inputs) > 1 and layer.spec.category == "Arithmetic":
        return f"{layer.spec.type} needs inputs of the same shape. Change the layers before it until both agree."
    kernel = params.get("kernel_size")
    sides = inputs[0].small[2:] if inputs else ()
    if isinstance(kernel, int) and sides and kernel > min(sides):
        size = " x ".join(map(str, sides))
        return f"The image is {size} here, smaller than the kernel of {kernel}: make the kernel smaller or add padding."
    shown = {name: value for name, value in params.items() if value is not None}
    if len(inputs) > 1 and not shown:
        return "Its inputs don't suit each other: look at both shapes, axis by axis."
    settings = ", ".join(f"{name} {value}" for name, value in shown.items())
    return f"Its settings don't suit this shape: {settings}." if settings else "Look at the shapes before it."


def overridden(id: str, params: Mapping[str, Value], inferred: Iterable[tuple[str, int]]) -> list[Problem]:
    """Sizes that were set by hand and that the input contradicts."""
    return [
        Problem(
            code="size_mismatch",
            message=f"{id}: {name} is set to {params[name]}, but the input has {size}.",
            hint="Leave it out: it follows from the input.",
            node=id,
            fix=Fix(label=f"Use {size}", edits=(UnsetParam(id=id, name=name),)),
        )
        for name, size in inferred
        if name in params and params[name] != size
    ]


def too_few_classes(found: Examined) -> list[Problem]:
    """Losses and metrics that judge fewer scores than there are classes."""
    problems = []
    for id in found.with_role("loss", "metric"):
        inputs = found.inputs(id)
        scores, target = inputs.get("input"), inputs.get("target")
        if scores and target and target.classes and len(scores.small) >= 2 and scores.small[1] < target.classes:
            last = found.wiring.sources[id]["input"][0]
            problems.append(_classes(id, scores, target.classes, _widener(found, last)))
    return problems


def _classes(id: str, scores: Flow, classes: int, widen: str | None) -> Problem:
    fix = None
    if widen:
        edit = SetParam(id=widen, name="out_features", value=classes)
        fix = Fix(label=f"Set out_features of {widen} to {classes}", edits=(edit,))
    return Problem(
        code="too_few_classes",
        message=f"{id} needs one score for each of the {classes} classes; it received {scores.small[1]}.",
        hint="The last layer must have as many outputs as there are classes.",
        node=id,
        port="input",
        fix=fix,
    )


def _widener(found: Examined, id: str) -> str | None:
    """The nearest layer upstream that sets how many features there are."""
    while True:
        if found.layers[id].param("out_features"):
            return id
        wire = found.wiring.sources[id].get("input")
        if wire is None:
            return None
        id = wire[0]
