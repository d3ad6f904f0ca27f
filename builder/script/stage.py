"""The stages of a training, as exported scripts list them, and the way through them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import torch

from builder.script.early_stopping import EarlyStopping
from builder.script.steering import turns

Split = dict[str, torch.Tensor]


@dataclass
class Stage:
    """A part of a training: which goals are pursued over so many epochs, on which data, and what stays as it is.

    ``makers`` make what changes the learning rate of a goal. ``held`` names parts of the network that stay, ``times``
    how many copies a part uses that grows. ``settings`` are those of optimizers that differ from how they are made, by
    the objective. ``apart`` is as in `train`. Without a ``batch_size`` that of the training holds.
    """

    name: str
    epochs: int
    goals: list[tuple[Callable[[Any, Split], torch.Tensor], Callable[[Any], torch.optim.Optimizer], int]]
    makers: list[Callable[[torch.optim.Optimizer, int], Any] | None]
    metrics: Callable[[Any, Split], Split]
    data: tuple[Split, Split, Split]
    batch_size: int | None = None
    held: tuple[str, ...] = ()
    times: dict[str, int] = field(default_factory=dict)
    settings: dict[Any, dict[str, Any]] = field(default_factory=dict)
    early_stopping: EarlyStopping | None = None
    apart: int = 0


class Course:
    """The way through the stages: how far it is, until which epoch the present stage goes, what was set on the way."""

    def __init__(self, stages: list[Stage], batch_size: int, changes: list[tuple[int, dict[Any, Any]]]) -> None:
        self.stages, self.batch_size, self.changes = stages, batch_size, changes
        self.step = self.epoch = self.until = self.extended_to = 0
        self.size = batch_size
        self.set_so_far: dict[Any, dict[str, Any]] = {}

    def enter(self, stage: Stage, samples: int) -> None:
        """Begin a stage whose epochs have so many samples."""
        self.stage, self.samples = stage, samples
        self.size = stage.batch_size or self.batch_size
        self.until = self.epoch + stage.epochs
        if self.extended_to and stage is self.stages[-1]:
            self.until = self.extended_to
        if stage.early_stopping:
            stage.early_stopping.go_on(self.epoch)

    def settings_of(self, objective: Any, stage: Stage) -> dict[str, Any]:
        """What an optimizer is set to as a stage begins: what was changed on the way, then what the stage says."""
        return {**self.set_so_far.get(objective, {}), **stage.settings.get(objective, {})}

    def turns(self, optimizer: torch.optim.Optimizer, every: int, left: int) -> int:
        """How often a schedule goes on to the end of the stage, where so many samples are left of this epoch."""
        end = self.step - (-left // self.size) - (-self.samples // self.size) * (self.until - self.epoch)
        return turns(optimizer, every, self.step, end, self.until - self.epoch + bool(left))

    def changes_now(self) -> Iterator[dict[Any, Any]]:
        """What is set anew after this step, each taken in as it comes."""
        while self.changes and self.changes[0][0] == self.step:
            settings = self.changes.pop(0)[1]
            self._take_in(settings)
            yield settings

    def _take_in(self, settings: dict[Any, Any]) -> None:
        if "batch_size" in settings:
            self.batch_size = self.size = settings["batch_size"]
        torch.set_num_threads(settings.get("threads", torch.get_num_threads()))
        self.extended_to = settings.get("epochs", self.extended_to)
        if "epochs" in settings and self.stage is self.stages[-1]:
            self.until = self.extended_to
            if self.stage.early_stopping:
                self.stage.early_stopping.go_on(self.epoch)
        for objective, values in settings.items():
            if callable(objective):
                self.set_so_far[objective] = {**self.set_so_far.get(objective, {}), **values}
