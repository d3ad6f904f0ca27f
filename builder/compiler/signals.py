"""What a signal is on its way: between which bounds it lies, and where it comes from when nothing but its form changed.

This is where the rest of the compiler asks what flows.
"""

from __future__ import annotations

from builder.checker.analysis import Analysis
from builder.checker.block_use import BoundUse
from builder.checker.wiring import Wire
from builder.drawing.document import Value
from builder.kinds.layer import Layer, Params
from builder.meaning.facts import OPEN
from builder.meaning.look import look_at

Bounds = tuple[float, float]

Origin = tuple[tuple[str, ...], Wire]
"""A wire, by the way of the nodes whose blocks it lies in."""

SAME = frozenset(
    {"Flatten", "Unflatten", "Reshape", "Permute", "Transpose", "Squeeze", "Unsqueeze", "Identity", "Detach", "ToFloat"}
    | {"ToLong"}
)
"""Layers that leave every value what it is."""
BENT = frozenset({"Sigmoid", "Hardsigmoid", "Softmax", "Softmax2d", "LogSoftmax", "LogSigmoid", "Clamp", "Hardtanh"})
"""Layers that give each value another measure and leave what it says: the largest stays the largest."""
WHILE_TRAINING = frozenset({"Regularization", "Augmentation"})
"""Categories of layers that do something only while training: in use they leave every value what it is."""


def bounds(found: Analysis, wire: Wire) -> Bounds:
    """Between which values a signal lies in use, whatever the weights are; in use nothing is dropped."""
    while found.layers[wire[0]].spec.category in WHILE_TRAINING and "input" in found.wiring.sources[wire[0]]:
        wire = found.wiring.sources[wire[0]]["input"]
    fact = look_at(found).facts.get(wire, OPEN)
    return fact.low, fact.high


def origin(found: Analysis, wire: Wire, through: frozenset[str] = SAME) -> Origin:
    """The wire that a signal comes from through such layers alone, in blocks and out of them, in use."""
    path: list[tuple[Analysis, str]] = []
    while True:
        id, port = wire
        layer, sources = found.layers[id], found.wiring.sources[id]
        if isinstance(layer, BoundUse) and layer.looked and layer.spec.type == "Block":
            inside: Analysis = layer.looked.inside
            source = inside.wiring.sources.get(port, {}).get("input")
            if source is None:
                break
            path.append((found, id))
            found, wire = inside, source
        elif layer.spec.role == "input" and path:
            outside, user = path.pop()
            source = outside.wiring.sources[user].get(id)
            if source is None:
                path.append((outside, user))
                break
            found, wire = outside, source
        elif "input" in sources and _leaves_as_it_is(layer, found.params[id], through):
            wire = sources["input"]
        else:
            break
    return tuple(user for _, user in path), wire


def _leaves_as_it_is(layer: Layer, params: Params, through: frozenset[str]) -> bool:
    """Whether it is such a layer; a Scale that turns the signal around is none."""
    is_one = layer.spec.type in through or layer.spec.category in WHILE_TRAINING
    return is_one and _number(params.get("factor"), 1) > 0


def _number(value: Value, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else otherwise
