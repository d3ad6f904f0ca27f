"""A workload: one network and its data, as a drawing, as a hand-written torch module, and for Keras."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from builder.drawing.document import Document
from builder.kinds.dataset import Loader
from tests.bench.training import workloads

Pairs = tuple[Tensor, Tensor]


def per_token(scores: Tensor, target: Tensor) -> Tensor:
    """The mean cross-entropy of all tokens.

    Shape: scores (N, T, C), target (N, T).
    """
    return F.cross_entropy(scores.flatten(0, 1), target.flatten())


@dataclass(frozen=True)
class Workload:
    """What every contender trains.

    Args:
        document: the drawing, which says the batch size and the learning rate for all.
        load: the loader of the drawn data set; its first field goes in, the second is what should come out.
        module: the same network by hand; its parameters stand in the order of the drawing's.
        in_keras: the same network, from the module ``keras``; pictures come as (N, H, W, C).
        epochs: how many are timed, after one that is not.
        rounds: how many samples of each contender a full table rests on.
    """

    key: str
    title: str
    document: Document
    load: Loader
    module: Callable[[], nn.Module]
    in_keras: Callable[[ModuleType], Any]
    epochs: int
    loss: Callable[[Tensor, Tensor], Tensor] = F.cross_entropy
    rounds: int = 5

    @property
    def batch_size(self) -> int:
        return self.document.training.batch_size

    @property
    def lr(self) -> float:
        lr = self.document.graph.nodes["objective"].params["lr"]
        assert isinstance(lr, float)
        return lr

    @cached_property
    def data(self) -> tuple[Pairs, Pairs]:
        """Inputs and targets, to learn from and held out."""
        learn, held_out, _ = (tuple(split.values()) for split in self.load())
        return (learn[0], learn[1]), (held_out[0], held_out[1])

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch; all of them are full."""
        steps, rest = divmod(len(self.data[0][0]), self.batch_size)
        assert not rest
        return steps

    def drawn(self, epochs: int, threads: int) -> Document:
        """The drawing, to be trained for so many epochs on so many threads."""
        training = self.document.training.model_copy(update={"epochs": epochs, "threads": threads})
        return self.document.model_copy(update={"training": training})

    def accuracy(self, net: nn.Module) -> float:
        """The share of held-out answers that are right."""
        inputs, _ = self.data[1]
        net.eval()
        with torch.no_grad():
            return self.share_right(net(inputs))

    def share_right(self, scores: Tensor) -> float:
        return (scores.argmax(-1) == self.data[1][1]).float().mean().item()


def find_workloads() -> dict[str, Workload]:
    """Every workload by its key, found by walking ``workloads``."""
    names = [found.name for found in pkgutil.iter_modules(workloads.__path__)]
    found = [importlib.import_module(f"{workloads.__name__}.{name}").WORKLOAD for name in names]
    return {workload.key: workload for workload in sorted(found, key=lambda workload: workload.key)}
