"""skorch, without its validation split and its printing."""

from __future__ import annotations

import time
from typing import Any

import torch
from skorch import NeuralNet
from skorch.callbacks import Callback

from tests.bench.training.fit import Fit
from tests.bench.training.workload import Workload


class Record(Callback):
    def __init__(self) -> None:
        self.losses: list[float] = []
        self.epoch_ends: list[float] = []

    def on_batch_end(self, net: NeuralNet, training: bool = False, loss: Any = None, **kwargs: Any) -> None:
        self.losses.append(loss.item())

    def on_epoch_end(self, net: NeuralNet, **kwargs: Any) -> None:
        self.epoch_ends.append(time.perf_counter())


class Loss(torch.nn.Module):
    def __init__(self, workload: Workload) -> None:
        super().__init__()
        self.forward = workload.loss


def fit(workload: Workload, epochs: int, threads: int) -> Fit:
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    record = Record()
    net = NeuralNet(
        workload.module(),
        criterion=Loss,
        criterion__workload=workload,
        optimizer=torch.optim.Adam,
        lr=workload.lr,
        max_epochs=epochs + 1,
        batch_size=workload.batch_size,
        iterator_train__shuffle=True,
        train_split=None,
        callbacks=[record],
        callbacks__print_log=None,
        verbose=0,
    )
    inputs, targets = workload.data[0]
    net.fit(inputs, targets)
    return Fit(record.losses, record.epoch_ends[-1] - record.epoch_ends[0], workload.accuracy(net.module_))
