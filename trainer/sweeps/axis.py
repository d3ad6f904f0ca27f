"""The values along one axis of a sweep."""

from __future__ import annotations

import math
from random import Random

from builder.drawing.document import Value
from trainer.sweeps.plan import Axis, SweepChoices, SweepRange

DIGITS = 4
"""Of a number that is drawn: settings that can be read, said and typed again."""


def points(axis: Axis) -> list[Value]:
    """What a grid takes of an axis."""
    if isinstance(axis, SweepChoices):
        return list(dict.fromkeys(axis.choices))
    steps = axis.points - 1
    return list(dict.fromkeys(_between(axis, step / steps) for step in range(axis.points)))


def drawn(axis: Axis, chance: Random) -> Value:
    """A value by chance, each as likely as any other; on a log scale each power of ten as likely as the next."""
    return chance.choice(axis.choices) if isinstance(axis, SweepChoices) else _between(axis, chance.random())


def ends(axis: Axis) -> list[Value]:
    """The values that a drawing is checked with before a sweep begins: every choice, or both ends."""
    return points(axis) if isinstance(axis, SweepChoices) else [_between(axis, 0), _between(axis, 1)]


def readable(axis: SweepRange, number: float) -> float | int:
    """A number of the range that can be read: whole, or with a few digits."""
    number = round(number) if axis.whole else float(f"{number:.{DIGITS}g}")
    inside = min(max(number, axis.low), axis.high)
    return int(inside) if axis.whole else inside


def many(axis: Axis) -> float:
    """How many different values there are."""
    if isinstance(axis, SweepChoices):
        return len(set(axis.choices))
    return axis.high - axis.low + 1 if axis.whole else math.inf


def _between(axis: SweepRange, part: float) -> float | int:
    if axis.scale == "linear":
        return readable(axis, axis.low + part * (axis.high - axis.low))
    return readable(axis, math.exp(math.log(axis.low) + part * (math.log(axis.high) - math.log(axis.low))))
