"""A run that processes of its own train, as whoever started them sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from builder.drawing.document import Change
from trainer.distributed.messages import Answer, Job, LookAt, Next, Save, Slice
from trainer.distributed.processes import Processes
from trainer.distributed.trainee import Progress, Seen
from trainer.problems import TrainingProblem
from trainer.run.events import Event, decode

PROCESS_BYTES = 240 * 2**20
"""What a process takes for itself that has loaded torch: 232 MB were measured."""


class Together:
    """A `Trainee` in several processes. They live until it is closed, and no longer than this process."""

    def __init__(self, processes: int, job: Job) -> None:
        """Start the processes, which takes some seconds, and have them begin, or go on.

        Raises:
            TrainingProblem: ``batch_too_small``, ``not_divisible``, ``not_shardable``, ``no_gpu``, and what a run on
                one process meets.
            ProcessDied; RuntimeError: one of them failed, and has said why.
        """
        self._count = processes
        self._processes = Processes(processes, job)
        self._is_watched = False
        try:
            self._told = self._progress(self._processes.hear())
        except TrainingProblem:
            self.close()
            raise

    @property
    def progress(self) -> Progress:
        each = PROCESS_BYTES + 2 * self._told.memory_bytes  # a network of its own beside the one that can be looked at
        return self._told.model_copy(update={"memory_bytes": self._count * each})

    def train(
        self,
        budget_s: float,
        is_over: Callable[[], bool],
        until_step: int | None = None,
        wanted: Sequence[Change] = (),
    ) -> Iterator[Event]:
        self._processes.ask(Slice(budget_s=budget_s, until_step=until_step, wanted=tuple(wanted)))
        while event := self._next(is_over=is_over()):
            yield event

    def look(self, views: Iterable[str]) -> Iterator[list[Seen]]:
        watched = tuple(views)
        if watched or self._is_watched:
            yield list(self._processes.ask(LookAt(views=watched)).seen)
        self._is_watched = bool(watched)

    def save(self, folder: Path, attempt: int) -> str:
        answer = self._processes.ask(Save(folder=str(folder), attempt=attempt))
        self._told = self._progress(answer)
        return answer.digest

    def close(self) -> None:
        """End the processes."""
        self._processes.close()

    def _next(self, *, is_over: bool) -> Event | None:
        answer = self._processes.ask(Next(is_over=is_over))
        self._told = self._progress(answer)
        return None if answer.event is None else decode(answer.event)

    def _progress(self, answer: Answer) -> Progress:
        """How far the run is. Raises: TrainingProblem, where that was the answer."""
        if answer.problem:
            raise TrainingProblem.of(answer.problem)
        assert answer.progress is not None
        return answer.progress
