"""Starts the processes of a run by torchrun's elastic launch, and is what each of them does.

`torchrun --nnodes 2 --nproc-per-node 4 ... -m trainer FILE` starts them on several machines.
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable

import torch
import torch.distributed as dist
from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
from torch.distributed.launcher.api import LaunchConfig, elastic_launch

from builder.problems import InvalidDocument
from trainer.distributed.run import follow, leading, share
from trainer.distributed.team import Team, joined
from trainer.distributed.working import Working
from trainer.loop import State
from trainer.problems import TrainingProblem

Lead = Callable[[State, Callable[[], None]], int]
"""Trains a run to its end; calls what it is given before it saves. The exit status."""


def launch(processes: int, arguments: list[str]) -> int:
    """Run ``python -m trainer`` with these arguments in so many processes, which find each other. The exit status."""
    config = LaunchConfig(
        min_nodes=1,
        max_nodes=1,
        nproc_per_node=processes,
        run_id=uuid.uuid4().hex,
        rdzv_backend="c10d",
        rdzv_endpoint="localhost:0",
        max_restarts=0,
    )
    try:
        elastic_launch(config, sys.executable)("-m", "trainer", *arguments)
    except ChildFailedError:
        return 1  # it has said why
    return 0


def is_member() -> bool:
    """Whether torchrun, or `launch`, started this process as one of several."""
    return dist.is_torchelastic_launched()


def train_as_member(begin: Callable[[], State], lead: Lead, *, sharded: bool) -> int:
    """Be one of the processes of a run: lead it, or follow. The exit status.

    Raises:
        InvalidDocument, TrainingProblem: in the first process only, which speaks for all.
    """
    with joined() as team:
        made = _begin_together(begin, team, sharded=sharded)
        if made is None:
            return 0
        state, working = made
        if not team.leads:
            follow(state, working, team)
            return 0
        with leading(state, working, team) as gather:
            return lead(state, gather)


def _begin_together(begin: Callable[[], State], team: Team, *, sharded: bool) -> tuple[State, Working] | None:
    """The run in every process; None where it could not begin and another process tells why."""
    problem: InvalidDocument | TrainingProblem | None = None
    made: State | None = None
    try:
        made = begin()
    except (InvalidDocument, TrainingProblem) as error:
        problem = error
    is_ready = torch.tensor([0 if problem else 1])
    dist.all_reduce(is_ready, dist.ReduceOp.MIN, group=team.orders)
    if made is not None and is_ready.item():
        try:
            return made, share(made, team, sharded=sharded)
        except TrainingProblem as error:  # all processes meet it
            problem = error
    if not team.leads:
        return None
    raise problem or TrainingProblem(
        "process_failed",
        "One of the processes could not begin the run.",
        "Every machine needs the drawing and, to go on, the saved states under the same path.",
    )
