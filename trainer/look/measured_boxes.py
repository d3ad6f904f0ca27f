"""Boxes that a drawing measures: which are said, which are right, and what else is known of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.checker.wiring import Wire
from builder.compiler.program import Program

LEAST_SCORE = 0.3
"""Boxes less sure than that are not said."""
MEASURES = ("MeanAveragePrecision", "MeanBoxIoU")


@dataclass(frozen=True)
class MeasuredBoxes:
    """The wires of a measure; both kinds of boxes are corners: left, top, right, bottom, in shares or in pixels."""

    said: Wire
    right: Wire
    scores: Wire | None
    labels: Wire | None
    right_labels: Wire | None


def measured_boxes(program: Program) -> Iterator[MeasuredBoxes]:
    """Of every measure of boxes, those that know scores first."""
    found = program.plan.found
    for id in sorted(found.with_role("metric"), key=lambda id: found.layers[id].spec.type):
        wires = found.wiring.sources[id]
        if found.layers[id].spec.type in MEASURES and id in found.needed and {"input", "target"} <= set(wires):
            further = (wires.get(port) for port in ("scores", "labels", "target_labels"))
            yield MeasuredBoxes(wires["input"], wires["target"], *further)
