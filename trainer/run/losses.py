"""The losses of the steps since the last flush, on their way into the log."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from trainer.run.events import StepsEnded, float32_column
from trainer.run.state import State
from trainer.step.steps import Loss


class Losses:
    """The losses since the last flush, a column for each Objective."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._columns: list[list[Any]] = [[] for _ in state.program.goals]
        self._since = time.perf_counter()

    def begin(self) -> None:
        """Steps are about to be taken."""

    def add(self, losses: list[Loss]) -> None:
        for column, loss in zip(self._columns, losses, strict=True):
            column.append(loss)

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
        return StepsEnded(
            first_step=self._state.step - count + 1,
            count=count,
            epoch=self._state.epoch,
            rate=count / max(seconds, 1e-9),
            losses={goal.loss_name: float32_column(column) for goal, column in zip(goals, columns, strict=True)},
        )
