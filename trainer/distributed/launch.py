"""Starts the processes of a run by torchrun's elastic launch, and is what each of them does.

`torchrun --nnodes 2 --nproc-per-node 4 ... -m trainer FILE` starts them on several machines.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import uuid
from collections.abc import Callable

import torch
import torch.distributed as dist
from torch.distributed.elastic.multiprocessing import DefaultLogsSpecs
from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
from torch.distributed.launcher.api import LaunchConfig, elastic_launch

from builder.drawing.problems import InvalidDocument
from trainer.distributed.run import Followers, follow, leading, share
from trainer.distributed.team import Team, joined, leave
from trainer.distributed.working import Working
from trainer.problems import TrainingProblem
from trainer.run.state import State

Problematic = InvalidDocument | TrainingProblem
FAILED = -1
Lead = Callable[[State, Followers], int]
"""Trains a run to its end. The exit status."""


def launch_config(processes: int) -> LaunchConfig:
    """So many processes on this machine, which find each other; torch's own launcher says nothing about them."""
    logging.getLogger("torch.distributed.elastic").setLevel(logging.CRITICAL)
    return LaunchConfig(
        min_nodes=1,
        max_nodes=1,
        nproc_per_node=processes,
        run_id=uuid.uuid4().hex,
        rdzv_backend="c10d",
        rdzv_endpoint="localhost:0",
        max_restarts=0,
        local_addr="localhost",
        logs_specs=DefaultLogsSpecs(log_dir=os.devnull),
    )


def launch(processes: int, arguments: list[str]) -> int:
    """Run ``python -m trainer`` with these arguments in so many processes. The exit status."""
    try:
        elastic_launch(launch_config(processes), sys.executable)("-m", "trainer", *arguments)
    except ChildFailedError as error:
        killed = {rank: -failure.exitcode for rank, failure in error.failures.items() if failure.exitcode < 0}
        for rank, number in list(killed.items())[:1]:  # the others have said why, or have only lost touch with it
            name = signal.Signals(number).name
            print(f"process_killed: Process {rank} of {processes} was ended by {name}.", file=sys.stderr)
        return 1
    return 0


def train_as_member(begin: Callable[[], State], lead: Lead, *, device: str, sharded: bool) -> int:
    """Be one of the processes of a run, which ``begin`` makes on the CPU: lead it, or follow. The exit status.

    Raises:
        InvalidDocument, TrainingProblem: in the first process only, which speaks for all.
    """
    with joined(device) as team:
        made = _begin_together(begin, team, sharded=sharded)
        if not isinstance(made, Exception):
            state, working = made
            if not team.leads:
                follow(state, working, team)
                return 0
            with leading(state, working, team) as followers:
                status = lead(state, followers)
                if state.is_torn:  # the others may be in the middle of a step: they go when they lose touch
                    leave(status)
                return status
    if team.leads:
        raise made
    return 0


def _begin_together(begin: Callable[[], State], team: Team, *, sharded: bool) -> tuple[State, Working] | Problematic:
    """The run, begun in every process, the leader first; or why it could not begin in one of them."""
    if not team.leads:
        dist.barrier(group=team.orders)
    made: State | Problematic
    try:
        made = begin()
    except (InvalidDocument, TrainingProblem) as error:
        made = error
    if team.leads:
        dist.barrier(group=team.orders)
    step = FAILED if isinstance(made, Exception) else made.step
    lowest_highest = torch.tensor([step, -step])
    dist.all_reduce(lowest_highest, dist.ReduceOp.MIN, group=team.orders)
    if isinstance(made, Exception):
        return made
    if lowest_highest.tolist() != [step, -step]:
        return TrainingProblem(
            "process_failed",
            "One of the processes could not begin the run where the others do.",
            "Every machine needs the drawing and, to go on, the saved states under the same path.",
        )
    try:
        return made, share(made, team, sharded=sharded)
    except TrainingProblem as error:  # all processes meet it
        return error
