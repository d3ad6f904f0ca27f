"""Scores of classes as what they say of each: how probable it is."""

from __future__ import annotations

from torch import Tensor

from builder.checker.wiring import Wire
from builder.compiler.choices import SUMS_TO_ONE
from builder.compiler.program import Program
from builder.compiler.signals import bounds
from trainer.asking.answers.parts.told import Part, number

ALTERNATIVES = 5


class Said(Part):
    """A class that is possible at a place, and how probable it is."""

    name: str
    probability: float


def most_probable(odds: Tensor, classes: tuple[str, ...]) -> tuple[Said, ...]:
    """A few classes, the most probable first. Shape: odds (classes)."""
    best = odds.topk(min(ALTERNATIVES, len(odds)))
    named = zip(best.values.tolist(), best.indices.tolist(), strict=True)
    return tuple(Said(name=classes[place], probability=number(value)) for value, place in named)


def odds_of(program: Program, wire: Wire, scores: Tensor, axis: int) -> Tensor:
    """How probable each class is, along the last axis: what is a probability already stays what it is.

    Shape: (N, ..., classes, ...) -> (N, ..., classes).
    """
    last = scores.float().movedim(axis, -1)
    low, high = bounds(program.plan.found, wire)
    if low >= 0 and high <= 1 and bool(((last.sum(-1) - 1).abs() < SUMS_TO_ONE).all()):
        return last
    return last.softmax(-1)
