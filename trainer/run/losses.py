"""The losses of the steps since the last flush, on their way into the log."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from builder.script.moving import warm_rate
from trainer.run.events import StepsEnded, float32_column
from trainer.run.state import State
from trainer.step.steps import Loss


def note_rate(state: State, place: int) -> None:
    """Note the rate of the step to come, where it changes by itself."""
    first = state.optimizers[place].param_groups[0]
    if state.schedules[place] or "warm_up" in first:
        state.rates[state.program.goals[place].loss_name] = warm_rate(first)


def note_length(state: State, place: int) -> None:
    """Note how long the gradients of the step were, where they are clipped to one; 0 until enough have gathered."""
    if state.optimizers[place].param_groups[0].get("max_norm"):
        name = state.program.goals[place].loss_name
        length = state.steps[place].length
        if length is None:  # none yet, or none since it was taken up
            state.lengths.setdefault(name, 0.0)
        else:
            state.lengths[name] = length if state.failed is not None else length.item()
    elif state.lengths:
        state.lengths.pop(state.program.goals[place].loss_name, None)


class Losses:
    """The losses since the last flush, a column for each Objective."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._columns: list[list[Any]] = [[] for _ in state.program.goals]
        self._rates: dict[str, list[Any]] = {}
        self._lengths: dict[str, list[Any]] = {}
        self._since = time.perf_counter()

    def begin(self) -> None:
        """Steps are about to be taken."""

    def add(self, losses: list[Loss]) -> None:
        for column, loss in zip(self._columns, losses, strict=True):
            column.append(loss)
        for columns, told in ((self._rates, self._state.rates), (self._lengths, self._state.lengths)):
            for name, value in told.items():
                columns.setdefault(name, []).append(value)

    def flush(self) -> Iterator[StepsEnded]:
        """Tell the steps since the last flush.

        Raises:
            TrainingProblem: ``not_finite``, where nobody looked at the losses before.
        """
        columns, seconds = self._taken()
        if columns[0]:
            yield self._told(columns, seconds)

    def _taken(self) -> tuple[list[list[Any]], float]:
        """The losses so far, and how long their steps took; the next ones are collected anew."""
        columns, since = self._columns, self._since
        self._columns, self._since = [[] for _ in columns], time.perf_counter()
        return columns, self._since - since

    def _told(self, columns: list[list[Any]], seconds: float) -> StepsEnded:
        """The event that tells losses, of which the last belong to the step that the run is at."""
        count, goals = len(columns[0]), self._state.program.goals
        rates, lengths = self._rates, self._lengths
        self._rates, self._lengths = {}, {}
        return StepsEnded(
            first_step=self._state.step - count + 1,
            count=count,
            epoch=self._state.epoch,
            rate=count / max(seconds, 1e-9),
            losses={goal.loss_name: float32_column(column) for goal, column in zip(goals, columns, strict=True)},
            rates=_columns(rates, count),
            lengths=_columns(lengths, count),
        )


def _columns(told: dict[str, list[Loss]], count: int) -> dict[str, bytes]:
    """What is told of the last ``count`` steps; of those before it was known it is told that it was not."""
    numbers = {name: arrived(column[:count]) for name, column in told.items()}
    return {name: float32_column([math.nan] * (count - len(column)) + column) for name, column in numbers.items()}


def arrived(values: list[Loss]) -> list[float]:
    """Values as numbers. What was computed on the device comes as one copy."""
    waiting = {id(value): value for value in values if isinstance(value, Tensor)}
    came = dict(zip(waiting, torch.stack(list(waiting.values())).tolist(), strict=True)) if waiting else {}
    return [came[id(value)] if isinstance(value, Tensor) else value for value in values]
