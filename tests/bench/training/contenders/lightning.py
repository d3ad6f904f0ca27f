"""Lightning, lean: no logger, no checkpoints, no progress bar, no summary."""

from __future__ import annotations

import logging
import time
import warnings

import pytorch_lightning as lightning
import torch
from torch import Tensor
from torch.utils.data import DataLoader, TensorDataset

from tests.bench.training.fit import Fit
from tests.bench.training.workload import Pairs, Workload


class Network(lightning.LightningModule):
    def __init__(self, workload: Workload) -> None:
        super().__init__()
        self.net, self.loss, self.lr = workload.module(), workload.loss, workload.lr

    def training_step(self, batch: Pairs, place: int) -> Tensor:
        inputs, targets = batch
        return self.loss(self.net(inputs), targets)

    def configure_optimizers(self) -> torch.optim.Optimizer:
        return torch.optim.Adam(self.parameters(), lr=self.lr)


class Record(lightning.Callback):
    def __init__(self) -> None:
        self.losses: list[float] = []
        self.epoch_ends: list[float] = []

    def on_train_batch_end(self, trainer, module, outputs, batch, place) -> None:
        self.losses.append(outputs["loss"].item())

    def on_train_epoch_end(self, trainer, module) -> None:
        self.epoch_ends.append(time.perf_counter())


def fit(workload: Workload, epochs: int, threads: int) -> Fit:
    torch.set_num_threads(threads)
    logging.getLogger("pytorch_lightning").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore")
    lightning.seed_everything(0, verbose=False)
    loader = DataLoader(TensorDataset(*workload.data[0]), batch_size=workload.batch_size, shuffle=True)
    network, record = Network(workload), Record()
    trainer = lightning.Trainer(
        accelerator="cpu",
        max_epochs=epochs + 1,
        callbacks=[record],
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(network, loader)
    return Fit(record.losses, record.epoch_ends[-1] - record.epoch_ends[0], workload.accuracy(network.net))
