"""Where a run that failed is to go back to, and with which other settings it may go on from there."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence

from builder.checker.changes import current_settings, next_batch_size
from builder.drawing.document import Document
from builder.drawing.problems import Problem
from trainer.run.events import Event, Remedy, StepsEnded

CALM = 3.0
"""A loss beyond so many times the smallest lately, above it, is blowing up."""


class Lately:
    """The losses since the last saved state, a column for each Objective."""

    def __init__(self) -> None:
        self._first = 0
        self._columns: dict[str, array[float]] = {}

    def note(self, event: Event) -> None:
        """Take in the losses of an event that tells some."""
        if isinstance(event, StepsEnded):
            self._first = self._first or event.first_step
            for name, column in event.losses.items():
                self._columns.setdefault(name, array("f")).frombytes(column)

    @property
    def calm_step(self) -> int | None:
        """The last step after which the loss was as it had been, before it blew up; none is told where none was."""
        ends = [self._first - 1 + _calm(column) for column in self._columns.values()]
        return min(ends, default=None)


def _calm(values: Sequence[float]) -> int:
    """How many of the first steps left weights that gave a calm loss."""
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return 0
    low = min(finite)
    bound = max(finite[0], low + CALM * abs(low))
    return max(place for place, value in enumerate(values) if value <= bound)


def good_step(problem: Problem, step: int, lately: Lately) -> int:
    """The last step after which the state is worth going on from, of a run that broke after ``step``."""
    if problem.code == "not_finite":
        calm = lately.calm_step
        return step if calm is None else min(calm, step)
    if problem.code == "batch_of_one":
        return max(0, step - 1)  # so that the sample that is left over finds others
    return step


def remedies(problem: Problem, step: int, settings: Document, samples: int) -> tuple[Remedy, ...]:
    """What a run with these settings may go on with, after it broke by the step after ``step``."""
    size = settings.training.batch_size
    if problem.code == "out_of_memory" and size > 1:
        return (_of_batches(size, size // 2),)
    if problem.code == "batch_of_one":
        return (_of_batches(size, next_batch_size(size, samples)),)
    if problem.code != "not_finite" or step == 0:
        return ()
    return tuple(_of_rates(settings))


def _of_batches(before: int, after: int) -> Remedy:
    return Remedy(label=f"Go on with batch_size {before} → {after}", batch_size=after)


def _of_rates(settings: Document) -> Iterable[Remedy]:
    """A tenth of each learning rate; gradients that are clipped."""
    goals = current_settings(settings)
    rates = {goal: now["lr"] for goal, now in goals.items() if now["lr"]}
    if rates:
        tenths = {goal: float(f"{rate / 10:.6g}") for goal, rate in rates.items()}
        words = ", ".join(f"{rate:g} → {tenths[goal]:g}" for goal, rate in rates.items())
        yield Remedy(label=f"A tenth of the rate: lr {words}", goals={goal: {"lr": lr} for goal, lr in tenths.items()})
    lengths = {goal: now["max_norm"] or 10.0 for goal, now in goals.items()}
    clips = {goal: {"max_norm": length / 10} for goal, length in lengths.items()}
    words = ", ".join(f"{goals[goal]['max_norm']:g} → {clip['max_norm']:g}" for goal, clip in clips.items())
    yield Remedy(label=f"Clip gradients: max_norm {words}", goals=clips)
