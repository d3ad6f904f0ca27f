"""One step of one Objective, taken by all processes together."""

from __future__ import annotations

import math

import torch.distributed as dist

from builder.compiler.program import Batch
from builder.script.moving import clip_gradients, gather_gradients, move
from trainer.distributed.dividing import Division
from trainer.distributed.team import Team
from trainer.distributed.working import Working
from trainer.run.state import State
from trainer.step.steps import NotFinite, Step


class SharedStep(Step):
    """A step of which each process computes its share of the batch."""

    def __init__(self, state: State, place: int, working: Working, team: Team, division: Division) -> None:
        super().__init__(state.program.goals[place], state.net, state.optimizers[place], replays=False)
        self._state, self._place, self._working, self._team = state, place, working, team
        self._division = division

    def __call__(self, batch: Batch, rows: int) -> float:
        """Take one step on a batch of so many rows, all of it given; the loss of the whole batch before it.

        Raises:
            NotFinite: the loss is not a finite number; nothing was updated.
            TrainingProblem: ``batch_too_small``, and what another process met alone.
            ProcessDied: another process is gone.
        """
        with self._team.in_touch():
            return self._taken(batch, rows)

    def _taken(self, batch: Batch, rows: int) -> float:
        mine = self._team.share(rows)
        if self._team.leads and self._is_first:
            self._team.tell(self._state.step)
        share = {name: values[mine].to(self._team.device) for name, values in batch.items()}
        weight = self._division.weight(mine.stop - mine.start, rows)
        self._working.net.zero_grad()  # before forward: after it, a sharded network shows its gathered parameters
        loss = self._working.loss(self._place, share) * weight
        whole = loss.detach().clone()
        dist.all_reduce(whole)
        value = whole.item()
        if not math.isfinite(value):
            raise NotFinite
        (loss * self._team.size).backward()  # DDP and FSDP2 take the mean over the processes
        self._working.follow_settings(self._place)
        optimizer = self._working.optimizers[self._place]
        if gather_gradients(optimizer):
            self._update.norm = clip_gradients(optimizer)
            move(optimizer)
        self._working.tell_counts(self._place)
        return value

    @property
    def _is_first(self) -> bool:
        """No other Objective has its turn before this one, in this step."""
        goals = self._state.program.goals[: self._place]
        return all(self._state.step % goal.every for goal in goals)
