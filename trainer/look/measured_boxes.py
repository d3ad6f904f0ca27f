"""Boxes that a drawing measures: which are said, which are right, and what else is known of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from builder.checker.wiring import Wire
from builder.compiler.program import Program
from builder.kinds.dataset import DataField

PIXELS = 2
"""Corners beyond it are counted in pixels, not in shares that rounding may put beyond 1."""
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


def sides(picture: DataField, right: Tensor) -> Tensor:
    """What corners are divided by to be shares of the picture, where the right ones are these. Shape: (4,)."""
    height, width = picture.shape[-2:]
    in_pixels = torch.tensor([width, height, width, height], device=right.device)
    return in_pixels if right.max() > PIXELS else torch.ones_like(in_pixels)
