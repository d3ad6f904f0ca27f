"""A run in memory, as whoever trains it slice by slice sees it, wherever its steps are computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from builder.drawing.document import Change, Precision
from trainer.look.looker import Looker
from trainer.run import checkpoint
from trainer.run.events import Event
from trainer.run.loop import train_slice
from trainer.run.state import State

Seen = tuple[str, bytes]
"""A view, and the frame that shows it."""


class Progress(BaseModel):
    """How far a run has come. ``granted`` holds the steps after which what its owner wanted was changed.

    Units: ``memory_bytes``, what it keeps in memory between its slices, by an estimate.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: int
    total_steps: int
    steps_per_epoch: int
    epochs: int
    device: str
    threads: int
    precision: Precision
    granted: tuple[int, ...]
    memory_bytes: int
    is_torn: bool = False
    samples: int = 0

    @classmethod
    def of(cls, state: State) -> Progress:
        """Data, weights and two moments are what a run keeps."""
        data = sum(values.nbytes for split in (state.learn, state.validation) for values in split.values())
        return cls(
            step=state.step,
            total_steps=state.total_steps,
            steps_per_epoch=state.steps_per_epoch,
            epochs=state.epochs,
            device=state.device.type,
            threads=state.settings.training.threads or 1,
            precision=state.settings.training.precision,
            granted=tuple(state.granted),
            memory_bytes=data + 16 * state.program.parameters,
            is_torn=state.is_torn,
            samples=state.samples,
        )


class Trainee(Protocol):
    """What can be done with a run in memory."""

    @property
    def progress(self) -> Progress: ...

    def train(
        self,
        budget_s: float,
        is_over: Callable[[], bool],
        until_step: int | None = None,
        wanted: Sequence[Change] = (),
    ) -> Iterator[Event]:
        """A slice, as `trainer.run.loop.train_slice` does it, with what its owner wants changed on the way."""

    def look(self, views: Iterable[str]) -> Iterator[list[Seen]]:
        """What is due to be seen in these views; asked for between two events of a slice."""

    def save(self, folder: Path, attempt: int) -> str:
        """Write a checkpoint; its digest. Raises: TrainingProblem ``not_saved``."""

    def close(self) -> None:
        """Let go of it."""


class Alone:
    """A run that this process trains. ``refresh`` brings network and optimizers up to date where they may be behind."""

    def __init__(self, state: State, refresh: Callable[[], None] = lambda: None) -> None:
        self._state, self._refresh = state, refresh
        self._looker = Looker(refresh=refresh)

    @property
    def progress(self) -> Progress:
        return Progress.of(self._state)

    def train(
        self,
        budget_s: float,
        is_over: Callable[[], bool],
        until_step: int | None = None,
        wanted: Sequence[Change] = (),
    ) -> Iterator[Event]:
        self._looker.resume()
        self._state.wanted = list(wanted)
        yield from train_slice(self._state, budget_s, is_over, until_step)

    def look(self, views: Iterable[str]) -> Iterator[list[Seen]]:
        if self._state.is_torn:  # of several processes, some may be gone
            return
        for looks in self._looker.look(self._state, views):
            yield [(look.view, look.encode()) for look in looks]

    def save(self, folder: Path, attempt: int) -> str:
        self._refresh()
        return checkpoint.save(self._state, folder, attempt)

    def close(self) -> None:
        """Nothing outside of this process belongs to it."""
