"""Scores of classes as what they say of each: how probable it is."""

from __future__ import annotations

from torch import Tensor

from builder.checker.wiring import Wire
from builder.compiler.choices import SUMS_TO_ONE
from builder.compiler.program import Program
from builder.compiler.signals import bounds


def odds_of(program: Program, wire: Wire, scores: Tensor, axis: int) -> Tensor:
    """How probable each class is, along the last axis: what is a probability already stays what it is.

    Shape: (N, ..., classes, ...) -> (N, ..., classes).
    """
    last = scores.float().movedim(axis, -1)
    low, high = bounds(program.plan.found, wire)
    if low >= 0 and high <= 1 and bool(((last.sum(-1) - 1).abs() < SUMS_TO_ONE).all()):
        return last
    return last.softmax(-1)
