"""What each process of a run does that a worker started: ``python -m trainer.distributed.member SOCKET``."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import torch

from builder.drawing.document import read_document
from builder.drawing.problems import InvalidDocument
from trainer.distributed.launch import train_as_member
from trainer.distributed.line import Line
from trainer.distributed.messages import Answer, Job, LookAt, Next, Request, Save, Slice
from trainer.distributed.run import Followers
from trainer.distributed.team import leave
from trainer.distributed.trainee import Alone
from trainer.problems import TrainingProblem
from trainer.run import checkpoint
from trainer.run.beginning import begin
from trainer.run.events import Event, encode
from trainer.run.experiment import Experiment, Limits
from trainer.run.state import State


def main(path: str) -> None:
    """Be one of the processes until the worker hangs up."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)  # the worker is told too: it stores the run, then hangs up
    rank = int(os.environ["RANK"])
    line = Line(path, rank)
    job = line.hear_job()
    torch.set_num_threads(1)
    try:
        train_as_member(
            partial(_begin, job, leads=rank == 0), partial(_obey, line), device=job.device, sharded=job.sharded
        )
    except (InvalidDocument, TrainingProblem) as error:
        if rank == 0:
            line.tell(Answer(problem=error.problems[0] if isinstance(error, InvalidDocument) else error.problem))
    line.wait_for_the_end()


def _begin(job: Job, *, leads: bool) -> State:
    experiment = Experiment(document=read_document(job.document))
    folder, limits = Path(job.folder), Limits(job.memory_bytes, seconds=job.seconds, opens_test=job.opens_test)
    if not checkpoint.exists(folder):
        return begin(experiment, limits)
    return checkpoint.load(experiment, folder, limits, not_after=job.not_after, attempt=job.attempt if leads else None)


def _obey(line: Line, state: State, followers: Followers) -> int:
    """Do what the worker asks for, one thing after the other, for as long as it asks."""
    leader = _Leader(state, followers)
    line.tell(leader.answer_with())
    while True:
        line.tell(leader.answer(line.hear()))


class _Leader:
    """The run, as the first process has it."""

    def __init__(self, state: State, followers: Followers) -> None:
        self._followers = followers
        self._run = Alone(state, followers.gather)
        self._events: Iterator[Event] = iter(())
        self._is_over = False

    def answer(self, request: Request) -> Answer:
        """Do what is asked for."""
        match request:
            case Slice(budget_s=budget_s, until_step=until_step, wanted=wanted):
                self._followers.want(wanted)
                self._events = self._run.train(budget_s, lambda: self._is_over, until_step, wanted)
                return self.answer_with()
            case Next(is_over=is_over):
                self._is_over = is_over
                event = next(self._events, None)
                return self.answer_with(event=event and encode(event))
            case LookAt(views=views):
                return self.answer_with(seen=tuple(one for some in self._run.look(views) for one in some))
            case Save(folder=folder, attempt=attempt):
                try:
                    return self.answer_with(digest=self._run.save(Path(folder), attempt))
                except TrainingProblem as error:
                    return self.answer_with(problem=error.problem)

    def answer_with(self, **found: object) -> Answer:
        """What was found, and how far the run is now."""
        return Answer.model_validate({"progress": self._run.progress, **found})


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except BaseException:
        traceback.print_exc()
        leave(1)  # the end of an interpreter waits for threads, and those for processes that are gone
