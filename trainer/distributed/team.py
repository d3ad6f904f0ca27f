"""The processes of a run: who leads, and what the leader tells the others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.distributed as dist

GATHER = -1
END = -2


@dataclass(frozen=True)
class Team:
    """The processes that train one run, seen from one of them. ``orders`` carries what the leader tells."""

    rank: int
    size: int
    device: torch.device
    orders: dist.ProcessGroup

    @property
    def leads(self) -> bool:
        return self.rank == 0

    def tell(self, order: int) -> None:
        """Tell the others: the number of the step to take, or GATHER, or END."""
        dist.broadcast(torch.tensor([order]), src=0, group=self.orders)

    def hear(self) -> int:
        """What the leader tells next."""
        order = torch.empty(1, dtype=torch.int64)
        dist.broadcast(order, src=0, group=self.orders)
        return int(order.item())

    def share(self, rows: int) -> slice:
        """Which of a batch's rows are this process's: shares differ by at most one row."""
        return slice(rows * self.rank // self.size, rows * (self.rank + 1) // self.size)


@contextmanager
def joined() -> Iterator[Team]:
    """Join the processes that torchrun started with this one: over NCCL, a GPU each, or over gloo on CPUs."""
    local = int(os.environ["LOCAL_RANK"])
    has_gpus = torch.cuda.is_available() and torch.cuda.device_count() >= int(os.environ["LOCAL_WORLD_SIZE"])
    device = torch.device("cuda", local) if has_gpus else torch.device("cpu")
    if has_gpus:
        torch.cuda.set_device(device)
    dist.init_process_group("nccl" if has_gpus else "gloo")
    try:
        orders = dist.new_group(backend="gloo")
        yield Team(dist.get_rank(), dist.get_world_size(), device, orders)
        dist.barrier(group=orders)  # nobody hangs up while another still listens
    finally:
        dist.destroy_process_group()
