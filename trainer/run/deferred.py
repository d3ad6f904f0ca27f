"""Steps that do not wait for their losses: what a GPU is given to do never stands still for the sake of a number.

To ask a GPU for a number is to wait until it has done all that it was given. So losses stay there until the next
flush, and travel together. The guard against losses that are not finite stays there too: the first one sets a tensor
by which the fused kernels of the optimizers leave everything as it is, until the flush tells it. What comes out is
what would have come out of waiting for each; a test holds it to that, on the CPU.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from builder.compiler.program import Batch, Goal
from builder.script.moving import count_update
from builder.script.steering import after_step
from trainer.run.batches import next_batch
from trainer.run.blow_up import not_finite
from trainer.run.events import StepsEnded
from trainer.run.losses import Losses, arrived
from trainer.run.state import State
from trainer.step.steps import Gradients, Step, Take
from trainer.step.updates import has_fused_kernel
from trainer.tape import Replay

PLACE = ("step", "epoch", "epoch_rng", "batches", "shuffled", "order_step", "order_skips")
"""Where a run is in its data."""


def can_defer(optimizers: Sequence[torch.optim.Optimizer]) -> bool:
    """Whether each of them can be kept from moving anything by a tensor on the device.

    Averages of weights and gradients that wait for more can't.
    """
    groups = [group for optimizer in optimizers for group in optimizer.param_groups]
    keeps = any(group.get("ema") or group.get("accumulate", 1) > 1 for group in groups)
    return not keeps and all(map(has_fused_kernel, optimizers))


class DeferredStep(Step):
    """Takes the steps of one Objective; all steps of a run share ``failed``, which is 1 once a loss was not finite."""

    def __init__(self, goal: Goal, net: nn.Module, optimizer: torch.optim.Optimizer, failed: Tensor) -> None:
        super().__init__(goal, net, optimizer, replays=False)
        self._failed = failed
        vars(optimizer)["found_inf"] = failed  # where torch's own gradient scaler puts it

    def _move(self, loss: Tensor, grads: Gradients) -> Tensor:
        value = self._guarded(loss.detach())
        self._update_by(grads)
        return value

    def _by_tape(self, tape: Replay) -> Take:
        inference = torch.inference_mode()

        def take(batch: Batch) -> Tensor:
            with inference:
                loss, grads = tape.step(*[batch[field] for field in tape.fields])
                value = self._guarded(loss)
                self._update(tape.moved, grads)
            return value

        return take

    def _guarded(self, loss: Tensor) -> Tensor:
        """The loss, where no later step writes; from now on nothing is moved if it is not finite."""
        value = loss.clone()
        self._failed.masked_fill_((value - value).ne(0), 1.0)
        return value


class DeferredLosses(Losses):
    """The losses since the last flush, most of them still on the device."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._place = _Place(state)

    def begin(self) -> None:
        if not self._columns[0]:
            self._place = _Place(self._state)

    def flush(self) -> Iterator[StepsEnded]:
        state = self._state
        columns, seconds = self._taken()
        rows = list(zip(*map(arrived, columns), strict=True))
        bad = next((number for number, row in enumerate(rows) if not all(map(math.isfinite, row))), None)
        good = rows[:bad]
        if bad is not None:
            self._place.put_back(state, steps=len(good))
        if good:
            state.losses = list(good[-1])
            yield self._told([list(column) for column in zip(*good, strict=True)], seconds)
        if bad is not None:
            state.is_torn = True
            place = next(place for place, loss in enumerate(rows[len(good)]) if not math.isfinite(loss))
            raise not_finite(state, next_batch(state)[0], place)


class _Place:
    """Where a run is in its data, its chance and its schedules, so that it can be taken back there."""

    def __init__(self, state: State) -> None:
        self._facts = {name: getattr(state, name) for name in PLACE}
        self._losses = list(state.losses)
        self._shuffle, self._chance = state.shuffle.get_state(), state.chance.get_state()
        self._schedules = [copy.deepcopy(schedule.state_dict()) if schedule else None for schedule in state.schedules]
        self._settings = [[_settings(group) for group in o.param_groups] for o in state.optimizers]

    def put_back(self, state: State, *, steps: int) -> None:
        """Take the run back to here, and from here on so many steps: weights and optimizers are there already."""
        vars(state).update(self._facts, losses=list(self._losses))
        state.shuffle.set_state(self._shuffle)
        state.chance.set_state(self._chance)
        for optimizer, settings in zip(state.optimizers, self._settings, strict=True):
            for group, before in zip(optimizer.param_groups, settings, strict=True):
                group.update(before)
        for schedule, stood in zip(state.schedules, self._schedules, strict=True):
            if schedule and stood:
                schedule.load_state_dict(stood)
        for _ in range(steps):
            next_batch(state)
            for goal, optimizer, schedule in zip(state.program.goals, state.optimizers, state.schedules, strict=True):
                if state.step % goal.every == 0:
                    count_update(optimizer)
                    after_step(optimizer, schedule)
            state.step += 1


def _settings(group: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in group.items() if name != "params"}
