"""Keras on one of its back ends, with nothing switched on that it does not need."""

from __future__ import annotations

import importlib
import os
import time
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tests.bench.training.fit import Fit
from tests.bench.training.workload import Workload


def fit_with(backend: str, workload: Workload, epochs: int) -> Fit:
    """Train on ``backend``. Keras tells after each step the mean loss of the epoch so far."""
    os.environ["KERAS_BACKEND"] = backend
    keras = importlib.import_module("keras")
    keras.utils.set_random_seed(0)
    (inputs, targets), (held_out, _) = workload.data
    net = workload.in_keras(keras)
    net.compile(
        optimizer=keras.optimizers.Adam(workload.lr, epsilon=1e-8),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    record = _recorder(keras)
    net.fit(
        _array(inputs),
        _array(targets),
        batch_size=workload.batch_size,
        epochs=epochs + 1,
        shuffle=True,
        verbose=0,
        callbacks=[record],
    )
    scores = torch.from_numpy(np.array(net.predict(_array(held_out), verbose=0)))
    seconds = record.epoch_ends[-1] - record.epoch_ends[0]
    return Fit(record.losses, seconds, workload.share_right(scores))


def _array(values: Tensor) -> np.ndarray:
    """As Keras wants it: channels last, whole numbers of 32 bits."""
    if values.dim() == 4:
        values = values.permute(0, 2, 3, 1)
    array = values.contiguous().numpy()
    return array if values.is_floating_point() else array.astype("int32")


def _recorder(keras: Any) -> Any:
    class Record(keras.callbacks.Callback):
        def __init__(self) -> None:
            super().__init__()
            self.losses: list[float] = []
            self.epoch_ends: list[float] = []

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            self.losses.append(float(logs["loss"]))

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            self.epoch_ends.append(time.perf_counter())

    return Record()
