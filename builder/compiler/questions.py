"""Several yes-or-no questions at once: labels of which any number may hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.checker.analysis import Analysis
from builder.checker.wiring import Wire
from builder.compiler.choices import Yes, judges, what_comes_in
from builder.compiler.signals import SAME, origin
from builder.kinds.dataset import Dataset

TOLD = frozenset(
    {"OneHot", "Equal", "NotEqual", "Greater", "GreaterEqual", "Less", "LessEqual"}
    | {"LogicalAnd", "LogicalOr", "LogicalNot"}
)
"""Layers that give ones and zeros."""


@dataclass(frozen=True)
class Questions:
    """That a loss or a metric judges one answer for each of several labels, in ``input`` by the ones in ``target``."""

    input: Wire
    target: Wire
    names: tuple[str, ...]
    yes: Yes


def questions(found: Analysis) -> Iterator[Questions]:
    """Everything that is judged label by label, losses first."""
    for id, reads in (*judges(found, "loss"), *judges(found, "metric")):
        input, target = (found.wiring.sources[id].get(port) for port in ("input", "target"))
        if reads not in ("probability", "score", "yes") or input is None or target is None or input not in found.flows:
            continue
        shape = found.flows[input].small[1:]
        if len(shape) == 1 and shape[0] > 1 and _is_told(found, target):
            yield Questions(input, target, _names(found, target, shape[0]), what_comes_in(found, input))


def _is_told(found: Analysis, target: Wire) -> bool:
    """Whether a target holds ones and zeros, which mean yes and no."""
    way, (node, port) = origin(found, target)
    layer = found.layers[node] if not way else None
    if isinstance(layer, Dataset):
        return layer.field(port).is_set or not layer.field(port).dtype.is_floating_point
    return layer is not None and layer.spec.type in TOLD


def _names(found: Analysis, target: Wire, many: int) -> tuple[str, ...]:
    """What the labels are called: as the classes that they were made from, or by their numbers."""
    way, (node, port) = origin(found, target, SAME | {"OneHot"})
    layer = found.layers[node] if not way else None
    field = layer.field(port) if isinstance(layer, Dataset) else None
    classes = field.classes or field.columns if field else ()
    return classes if len(classes) == many else tuple(str(number) for number in range(many))
