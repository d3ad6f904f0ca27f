"""How a sweep goes on: which values to try next, given what was tried, and which were best.

A search keeps nothing: whoever has the plan and the trials so far has all of it, so a sweep outlives any process.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from builder.drawing.document import Value
from trainer.sweeps.axis import many
from trainer.sweeps.plan import SweepPlan

Values = dict[str, Value]
TRIES = 50
"""How often a search is asked anew when it wants what was tried before: the same values give the same numbers."""


@dataclass(frozen=True)
class Trial:
    """One training of a sweep, numbered from 0. It has a ``score`` once it has ended well.

    ``course`` is what it is judged by, after the epochs at which it was measured.
    """

    number: int
    values: Values
    status: Literal["running", "finished", "failed"] = "running"
    score: float | None = None
    course: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Search:
    """One way to choose. ``propose`` gets the plan, the trials so far, the number of the next one, and its chance."""

    key: str
    title: str
    summary: str
    order: int
    propose: Callable[[SweepPlan, Sequence[Trial], int, Random], Values]
    count: Callable[[SweepPlan], int]


def as_planned(plan: SweepPlan) -> int:
    """The number of trials that was asked for, or that there are different ones."""
    return int(min(plan.trials, math.prod(many(axis) for axis in plan.axes)))


def ask(search: Search, plan: SweepPlan, trials: Sequence[Trial]) -> Trial | None:
    """The next trial, always the same one after the same trials; None when all were made or are under way.

    To tell what became of a trial, have it among ``trials`` with its score.
    """
    number = max((trial.number for trial in trials), default=-1) + 1
    if number >= search.count(plan):
        return None
    tried = [trial.values for trial in trials]
    for attempt in range(TRIES):
        chance = Random(f"{plan.seed}/{number}/{attempt}")  # noqa: S311  (nothing is to be kept secret)
        values = search.propose(plan, trials, number, chance)
        if values not in tried:
            break
    return Trial(number, values)


def best_of(plan: SweepPlan, trials: Sequence[Trial]) -> Trial | None:
    """The trial with the best score so far; of equals the first."""
    scored = [trial for trial in trials if trial.score is not None]
    sign = -1 if plan.rises else 1
    return min(scored, key=lambda trial: (sign * (trial.score or 0.0), trial.number), default=None)


def score_of(plan: SweepPlan, values: Sequence[float]) -> float | None:
    """What a trial is judged to be, by the course of what it is judged by; None where that says nothing."""
    finite = [value for value in values if math.isfinite(value)]
    if not finite or not math.isfinite(values[-1]):
        return None
    if plan.judge.at == "end":
        return finite[-1]
    return max(finite) if plan.rises else min(finite)
