"""A run between two steps: all that the next step rests on."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import torch
from torch import Tensor, nn

from builder.compiler.program import Batch, Program, ProgramStage
from builder.compiler.weights import Fit
from builder.drawing.document import Change, Document
from builder.kinds.dataset import rows_of
from builder.script.early_stopping import EarlyStopping
from trainer.run.experiment import Experiment, Limits
from trainer.step.steps import Loss, Step

MAX_EVALUATIONS = 100  # a run of more epochs is measured every few epochs, and always after the last


@dataclass(frozen=True)
class StageBegin:
    """Where a stage began: after so many steps, epochs and changes."""

    step: int = 0
    epoch: int = 0
    changes: int = 0


class StageEnd(NamedTuple):
    """The weights that a stage ended with, after so many steps; it says which stage that was."""

    name: str
    step: int
    weights: dict[str, Tensor]


@dataclass
class State:
    """A run between two steps. ``step`` counts finished steps, ``epoch`` the epochs begun.

    ``rng`` is the global random state to go on with, ``device_rng`` that of a GPU; ``epoch_rng`` the shuffling
    generator's state before this epoch's order was drawn; ``chance`` draws what sources add to a batch. ``losses`` are
    the last ones, one for each Objective, as are ``steps``.

    ``settings`` is the drawing with the changes made so far. ``shuffled`` is the data in this epoch's order, and
    ``batches`` its batches from ``order_step`` on, each with its number of rows; they leave out the first
    ``order_skips`` samples. ``planned`` changes wait for their steps, and so do those that the owner ``wanted`` on the
    way; ``granted`` holds the steps of those that were made. A ``verdict`` ends the run early.

    ``looks`` counts how often the run looked at the test part, ``tested_step`` when it last did.

    With stages, ``program``, data, optimizers, ``steps``, ``losses`` and ``early`` are those of the present ``stage``,
    which began after what ``stage_began`` says; ``stage_ends`` holds weights of those before. ``whole`` is the program
    of all stages, whose data have ``stage_rows``; ``base`` is the drawing with the changes but without what the stage
    sets, and ``let_go`` ends what it holds.

    ``taken`` says what fitted of the weights that it began from.

    A step that broke leaves the state ``is_torn``: between two steps. `trainer.run.rewind` makes it whole.

    ``rates`` are those in effect at the last step of each Objective whose rate changes by itself, by its loss, and
    ``lengths`` how long its gradients were before they were clipped, where they are.

    While it ``shows_averages`` these stand in the place of its weights.

    What was saved of a run is to be seen and asked for good; where ``is_of_other_data``, it can't be trained any more.

    Where losses are waited for only at a flush, ``failed`` becomes 1 on the device as soon as one is not finite, and
    they are numbers whenever an event comes out.
    """

    experiment: Experiment
    whole: Program
    program: Program
    net: nn.Module
    device: torch.device
    shuffle: torch.Generator
    chance: torch.Generator
    rng: Tensor
    device_rng: Tensor
    base: Document
    settings: Document
    planned: list[Change]
    replays: bool = True
    deferred: bool = False
    optimizers: list[torch.optim.Optimizer] = field(default_factory=list)
    schedules: list[torch.optim.lr_scheduler.LRScheduler | None] = field(default_factory=list)
    learn: Batch = field(default_factory=dict)
    validation: Batch = field(default_factory=dict)
    test: Batch = field(default_factory=dict)
    held_out: Batch = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    failed: Tensor | None = None
    stage: int = 0
    stage_began: StageBegin = StageBegin()
    stage_rows: tuple[int, ...] = ()
    stage_ends: list[StageEnd] = field(default_factory=list)
    let_go: Callable[[], None] = field(default=lambda: None)
    early: EarlyStopping | None = None
    limits: Limits = field(default_factory=Limits)
    bytes_before: int = 0
    step: int = 0
    epoch: int = 0
    evaluated_step: int = 0
    epoch_rng: Tensor = field(default_factory=lambda: torch.empty(0))
    batches: list[tuple[Batch, int]] = field(default_factory=list)
    shuffled: Batch = field(default_factory=dict)
    order_step: int = 0
    order_skips: int = 0
    wanted: list[Change] = field(default_factory=list)
    changes: tuple[Change, ...] = ()
    granted: list[int] = field(default_factory=list)
    verdict: str = ""
    best_step: int = 0
    looks: int = 0
    tested_step: int = -1
    trained_s: float = 0.0
    taken: tuple[Fit, ...] = ()
    is_torn: bool = False
    is_of_other_data: bool = False
    shows_averages: bool = False
    rates: dict[str, Loss] = field(default_factory=dict)
    lengths: dict[str, Loss] = field(default_factory=dict)

    @property
    def samples(self) -> int:
        return rows_of(self.learn)

    @property
    def steps_per_epoch(self) -> int:
        return math.ceil(self.samples / self.settings.training.batch_size)

    @property
    def left_in_epoch(self) -> int:
        """The steps to the end of this epoch."""
        return len(self.batches) - (self.step - self.order_step)

    @property
    def stages(self) -> tuple[ProgramStage, ...]:
        """The stages of the training, if it has any."""
        return self.whole.stages

    @property
    def drawing(self) -> Program:
        """What is looked at and asked: all of the drawing, whichever stage it is in."""
        return self.whole if self.stages else self.program

    @property
    def is_last_stage(self) -> bool:
        return self.stage >= len(self.stages) - 1

    @property
    def last_epoch(self) -> int:
        """After which epoch this stage ends, unless it stops early; without stages, the run."""
        if not self.stages:
            return self.settings.training.epochs
        if self.is_last_stage and self.extended_to:
            return self.extended_to
        return self.stage_began.epoch + self.stages[self.stage].training.epochs

    @property
    def extended_to(self) -> int | None:
        """To which epoch the run was extended, if it was."""
        return next((change.epochs for change in reversed(self.changes) if change.epochs), None)

    @property
    def stage_steps(self) -> int:
        """After which step this stage ends, as far as it is known; without stages, the run."""
        epochs = 0 if self.verdict else self.last_epoch - self.epoch
        return self.step + self.left_in_epoch + self.steps_per_epoch * epochs

    @property
    def epochs(self) -> int:
        """How many epochs the run comes to, as far as it is known: a stage that stops early is shorter than planned."""
        return self._stage_ends + sum(self._later_epochs)

    @property
    def total_steps(self) -> int:
        later = range(self.stage + 1, len(self.stages))
        steps = [self._steps_per_epoch_of(place) for place in later]
        return self.stage_steps + sum(each * many for each, many in zip(steps, self._later_epochs, strict=True))

    @property
    def _stage_ends(self) -> int:
        return self.epoch if self.verdict else self.last_epoch

    @property
    def _later_epochs(self) -> list[int]:
        """How long the stages after this one last; what the run was extended to is the end of the last one."""
        later = [stage.training.epochs for stage in self.stages[self.stage + 1 :]]
        if later and self.extended_to:
            later[-1] = max(0, self.extended_to - self._stage_ends - sum(later[:-1]))
        return later

    def _steps_per_epoch_of(self, place: int) -> int:
        size = self.stages[place].stage.batch_size or self.base.training.batch_size
        return math.ceil(self.stage_rows[place] / size)

    @property
    def next_change(self) -> float:
        """The step after which the next change is due."""
        return min([changes[0].step for changes in (self.planned, self.wanted) if changes], default=math.inf)

    @property
    def must_change(self) -> bool:
        return self.next_change <= self.step

    @property
    def is_stage_over(self) -> bool:
        """All that is to be done in this stage is done; without stages, in the run."""
        if self.left_in_epoch or self.evaluated_step < self.step or self.must_change:
            return False
        return bool(self.verdict) or self.epoch >= self.last_epoch

    @property
    def is_finished(self) -> bool:
        return self.is_last_stage and self.is_stage_over

    @property
    def counts_epochs(self) -> bool:
        """Whether some schedule goes on after each epoch."""
        return any(optimizer.param_groups[0].get("by_epochs") for optimizer in self.optimizers)

    @property
    def must_evaluate(self) -> bool:
        """An epoch that is to be measured has ended and was not measured yet; all are that something waits for."""
        if self.left_in_epoch or self.evaluated_step >= self.step:
            return False
        every = 1 if self.early or self.counts_epochs else math.ceil(self.base.training.epochs / MAX_EVALUATIONS)
        return self.epoch % every == 0 or self.epoch == self.last_epoch
