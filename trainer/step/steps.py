"""One step of one Objective: the loss of a batch, its gradients, and the update.

The first batch of so many rows is computed by autograd and recorded, the second both by autograd and by the tape;
where these gave the same bits, the tape computes all that follow. So a tape never changes a number.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import torch
from torch import Tensor, nn

from builder.compiler.program import Batch, Goal
from trainer.step.device import finish
from trainer.step.random_state import device_of, rng_of, set_rng_of
from trainer.step.updates import Update
from trainer.tape import Replay, Untapeable, gradients, record, replay

log = logging.getLogger(__name__)

Gradients = Sequence[Tensor | None]
Loss = float | Tensor
"""A number, or one that is still where it was computed: `trainer.run.deferred`."""
Take = Callable[[Batch], Loss]


NOT_CALLABLE_SO = (RuntimeError, TypeError)  # what a kernel raises that can't be called as it was recorded
TIMES = 3
ENOUGH_S = 0.3  # longer steps tell enough at once, and somebody waits for the first point


class NotFinite(Exception):
    """The loss is not a finite number; nothing was updated."""


class Step:
    """Takes the steps of one Objective; ``replays`` says whether tapes, or graphs, may be used at all."""

    def __init__(self, goal: Goal, net: nn.Module, optimizer: torch.optim.Optimizer, *, replays: bool = True) -> None:
        self._goal, self._net, self._replays = goal, net, replays
        self._update = Update(optimizer)
        self._ways: dict[int, Take] = {}
        self.is_replayed = False

    def __call__(self, batch: Batch, rows: int) -> Loss:
        """Take one step on a batch of so many rows; the loss before it.

        Raises:
            NotFinite: the loss is not a finite number.
        """
        take = self._ways.get(rows)
        return take(batch) if take else self._first(batch, rows)

    def seconds(self, batch: Batch, *, replayed: bool = False) -> float:
        """How long the loss and the gradients of a batch take, at best. Nothing is changed by measuring.

        By autograd, as the first steps are computed, or ``replayed``, as later ones are where they can be.
        """
        with unchanged(self._net):
            compute = self._replay_of(batch) if replayed else lambda: self._computed(batch)
            return _best_of(compute, device_of(self._net))

    def seconds_compiled(self, batch: Batch) -> float:
        """As `seconds`, of the compiled step as it is replayed; the first call compiles.

        Raises:
            RuntimeError: it can't be compiled.
        """
        usual, self._goal = self._goal, self._goal.compiled()
        try:
            return self.seconds(batch, replayed=True)
        finally:
            self._goal = usual

    @property
    def length(self) -> Tensor | None:
        """How long the gradients of the last update were before they were clipped, where they are."""
        return self._update.norm

    def settings_changed(self) -> None:
        """The optimizer was given other settings."""
        self._update.begin_again()

    def _first(self, batch: Batch, rows: int) -> Loss:
        """By autograd, written down; the next batch of so many rows will try what was written."""
        self._ways[rows] = self._by_autograd
        if not self._replays:
            return self._by_autograd(batch)
        found = record(self._goal.objective, self._net, batch, self._update.parameters)
        try:
            tape = replay(found)
        except Untapeable as reason:
            log.info("%s is computed by autograd alone: %s", self._goal.loss_name, reason)
        else:
            self._ways[rows] = lambda batch: self._second(tape, batch, rows)
        return self._move(found.loss, found.grads)

    def _second(self, tape: Replay, batch: Batch, rows: int) -> Loss:
        """By autograd and by the tape; from here on by the tape, if they agree."""
        before = _Surroundings(self._net)
        loss, grads = self._computed(batch)
        after = _Surroundings(self._net)
        before.put_back()
        agrees = _agrees(tape, batch, loss, grads) and after.are_now()
        after.put_back()
        self._ways[rows] = self._by_tape(tape) if agrees else self._by_autograd
        self.is_replayed |= agrees
        return self._move(loss, grads)

    def _by_tape(self, tape: Replay) -> Take:
        step, fields, moved, update = tape.step, tape.fields, tape.moved, self._update
        inference = torch.inference_mode()

        def take(batch: Batch) -> float:
            with inference:
                loss, grads = step(*[batch[field] for field in fields])
                value = loss.item()
                if not math.isfinite(value):
                    raise NotFinite
                update(moved, grads)
            return value

        return take

    def _replay_of(self, batch: Batch) -> Callable[[], object]:
        """What computes the loss and the gradients of this batch by a tape, or by autograd if there can be none."""
        by_autograd = partial(self._computed, batch)
        if not self._replays:
            return by_autograd
        try:
            tape = replay(record(self._goal.objective, self._net, batch, self._update.parameters))
            by_tape = torch.inference_mode()(partial(tape.step, *[batch[field] for field in tape.fields]))
            by_tape()
        except (Untapeable, *NOT_CALLABLE_SO):
            return by_autograd
        return by_tape

    def _by_autograd(self, batch: Batch) -> Loss:
        return self._move(*self._computed(batch))

    def _computed(self, batch: Batch) -> tuple[Tensor, Gradients]:
        loss = self._goal.objective(self._net, batch)
        return loss, gradients(loss, self._update.parameters)

    def _move(self, loss: Tensor, grads: Gradients) -> Loss:
        value = loss.item()
        if not math.isfinite(value):
            raise NotFinite
        self._update_by(grads)
        return value

    def _update_by(self, grads: Gradients) -> None:
        with torch.no_grad():
            places = tuple(place for place, grad in enumerate(grads) if grad is not None)
            self._update(places, [grad for grad in grads if grad is not None])


def _best_of(compute: Callable[[], object], device: torch.device) -> float:
    """Seconds that it takes, at best of a few times; long ones tell enough at once."""
    taken: list[float] = []
    while len(taken) < TIMES and sum(taken) < ENOUGH_S:
        begun = time.perf_counter()
        compute()
        finish(device)
        taken.append(time.perf_counter() - begun)
    return min(taken)


@contextmanager
def unchanged(net: nn.Module) -> Iterator[None]:
    """What is computed inside leaves no trace in the network's buffers and the random numbers."""
    before = _Surroundings(net)
    try:
        yield
    finally:
        before.put_back()


def draws(objective: Callable[[nn.Module, Batch], Tensor], net: nn.Module, batch: Batch) -> bool:
    """Whether chance inside of the network has part in a loss."""
    before = torch.get_rng_state()
    with unchanged(net), torch.no_grad():
        objective(net, batch)
        return not torch.equal(before, torch.get_rng_state())


class _Surroundings:
    """What a step changes beside parameters: the network's buffers, and where the random numbers stand."""

    def __init__(self, net: nn.Module) -> None:
        self._buffers = [(buffer, buffer.clone()) for buffer in net.buffers()]
        self._device = device_of(net)
        self._rng, self._device_rng = torch.get_rng_state(), rng_of(self._device)

    def put_back(self) -> None:
        torch.set_rng_state(self._rng)
        set_rng_of(self._device, self._device_rng)
        with torch.no_grad():
            for buffer, value in self._buffers:
                buffer.copy_(value)

    def are_now(self) -> bool:
        chance = [(self._rng, torch.get_rng_state()), (self._device_rng, rng_of(self._device))]
        return all(torch.equal(*pair) for pair in (*chance, *self._buffers))


def _agrees(tape: Replay, batch: Batch, loss: Tensor, grads: Gradients) -> bool:
    """Whether the tape gives the bits that autograd gave."""
    expected = [loss, *(grad for grad in grads if grad is not None)]
    try:
        with torch.inference_mode():
            again, replayed = tape.step(*[batch[field] for field in tape.fields])
            return len(expected) == 1 + len(replayed) and all(map(torch.equal, [again, *replayed], expected))
    except NOT_CALLABLE_SO as reason:
        log.info("A step can't be replayed: %s", reason)
        return False
