"""The processes of a run: who leads, and what the leader tells the others."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn

import torch
import torch.distributed as dist
from torch.distributed.distributed_c10d import PrefixStore, Store
from torch.distributed.rendezvous import rendezvous

from builder.drawing.document import Change
from builder.drawing.problems import Problem
from trainer.problems import ProcessDied, TrainingProblem
from trainer.step.device import CPU, device_called

GATHER = -1
END = -2
CHANGE = -3
ORDERS_WAIT = timedelta(days=30)
"""For others may have their turn meanwhile. A process that is gone is noticed otherwise, and at once."""
LOST = re.compile(r"connection (was )?(closed|reset|aborted)|broken pipe|remote (process|peer)", re.IGNORECASE)
"""What torch says when a process at the other end is gone."""
WORD = "problem"


@dataclass(frozen=True)
class Team:
    """The processes that train one run, seen from one of them. ``orders`` carries what the leader tells.

    A process that meets a fault alone leaves word of it in ``kept`` and goes: the others, who wait for it in the middle
    of the step, lose touch with it, find the word, and have met the same fault.
    """

    rank: int
    size: int
    device: torch.device
    orders: dist.ProcessGroup
    kept: Store | None = None

    @property
    def leads(self) -> bool:
        return self.rank == 0

    def tell(self, order: int) -> None:
        """Tell the others: the number of the step to take, or GATHER, or CHANGE, or END."""
        dist.broadcast(torch.tensor([order]), src=0, group=self.orders)

    def hear(self) -> int:
        """What the leader tells next."""
        order = torch.empty(1, dtype=torch.int64)
        dist.broadcast(order, src=0, group=self.orders)
        return int(order.item())

    def tell_changes(self, changes: Sequence[Change]) -> None:
        """Tell the others, after CHANGE, all that the owner wants changed from here on."""
        text = json.dumps([change.model_dump(mode="json") for change in changes]).encode()
        self.tell(len(text))
        dist.broadcast(torch.frombuffer(bytearray(text), dtype=torch.uint8), src=0, group=self.orders)

    def hear_changes(self) -> list[Change]:
        """What the leader tells after CHANGE."""
        text = torch.empty(self.hear(), dtype=torch.uint8)
        dist.broadcast(text, src=0, group=self.orders)
        return [Change.model_validate(change) for change in json.loads(text.numpy().tobytes())]

    @contextmanager
    def in_touch(self) -> Iterator[None]:
        """Inside, a connection that is lost means what ended the process at its other end.

        Raises:
            TrainingProblem: it met this problem.
            ProcessDied: it said nothing.
        """
        try:
            yield
        except RuntimeError as error:
            if not LOST.search(str(error)):
                raise
            if self.kept and self.kept.check([WORD]):
                raise TrainingProblem.of(Problem.model_validate_json(self.kept.get(WORD))) from error
            raise ProcessDied("Another process of this run is gone.") from error

    def leave_word(self, problem: Problem) -> NoReturn:
        """Tell the others why this process goes, and go: gloo lets go of connections only when their process ends."""
        assert self.kept
        self.kept.set(WORD, problem.model_dump_json())
        self.kept.get(WORD)  # it has arrived
        leave(0)

    def share(self, rows: int) -> slice:
        """Which of a batch's rows are this process's: shares differ by at most one row.

        Raises:
            TrainingProblem: ``batch_too_small``: there is not a row for each process.
        """
        if rows < self.size:
            raise TrainingProblem(
                "batch_too_small",
                f"{self.size} processes share each batch, but there is a batch of {rows}.",
                "Choose another batch size, or fewer processes.",
            )
        return slice(rows * self.rank // self.size, rows * (self.rank + 1) // self.size)


def leave(status: int) -> NoReturn:
    """End this process at once: at an interpreter's usual end, threads of gloo that still hold tensors may abort it."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


@contextmanager
def joined(device_name: str) -> Iterator[Team]:
    """Join the processes that torchrun started with this one: over NCCL, a GPU each, or over gloo on CPUs.

    Raises:
        TrainingProblem: ``no_such_device``; ``no_gpu``: fewer GPUs here than processes, and ``gpu`` was asked for.
    """
    device = _device(device_name, int(os.environ["LOCAL_RANK"]), int(os.environ["LOCAL_WORLD_SIZE"]))
    store, rank, size = next(rendezvous("env://"))
    backend = "nccl" if device.type == "cuda" else "gloo"
    dist.init_process_group(backend, store=PrefixStore("team", store), rank=rank, world_size=size)
    try:
        orders = dist.new_group(backend="gloo", timeout=ORDERS_WAIT)
        yield Team(rank, size, device, orders, PrefixStore("words", store))
        dist.barrier(group=orders)  # nobody hangs up while another still listens
    finally:
        dist.destroy_process_group()


def _device(name: str, place: int, processes: int) -> torch.device:
    """What the process in this place of those on this machine computes on."""
    kind = device_called(name).type
    if kind == "cuda" and torch.cuda.device_count() < processes:
        if name == "gpu":
            raise TrainingProblem(
                "no_gpu",
                f"{processes} processes need a GPU each; this machine has {torch.cuda.device_count()}.",
                "Start fewer processes, or train on the CPU.",
            )
        kind = "cpu"
    if kind == "cpu":
        return CPU
    torch.cuda.set_device(place)
    return torch.device(kind, place)
