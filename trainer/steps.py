"""One step of one Objective: the loss of a batch, its gradients, and the update.

The first batch of so many rows is computed by autograd and recorded, the second both by autograd and by the tape;
where these gave the same bits, the tape computes all that follow. So a tape never changes a number.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from builder.program import Batch, Goal
from trainer.tape import Replay, Untapeable, gradients, record, replay
from trainer.updates import Update

log = logging.getLogger(__name__)

Gradients = Sequence[Tensor | None]


class NotFinite(Exception):
    """The loss is not a finite number; nothing was updated."""


@dataclass(frozen=True)
class _Tape:
    """How batches of so many rows are computed: not at all by a tape, by one on trial, or by a trusted one."""

    replay: Replay | None = None
    is_trusted: bool = False


class Step:
    """Takes the steps of one Objective; ``replays`` says whether tapes may be used at all."""

    def __init__(self, goal: Goal, net: nn.Module, optimizer: torch.optim.Optimizer, *, replays: bool = True) -> None:
        self._goal, self._net, self._replays = goal, net, replays
        self._update = Update(optimizer)
        self._tapes: dict[int, _Tape] = {}
        self._inference = torch.inference_mode()

    def __call__(self, batch: Batch, rows: int) -> float:
        """Take one step on a batch of so many rows; the loss before it.

        Raises:
            NotFinite: the loss is not a finite number.
        """
        tape = self._tapes.get(rows)
        if tape and tape.is_trusted and tape.replay:
            with self._inference:
                return self._move(*tape.replay(batch))
        if tape is None:
            loss, grads = self._recorded(batch, rows)
        elif tape.replay:
            loss, grads = self._tried(tape.replay, batch, rows)
        else:
            loss, grads = self._by_autograd(batch)
        with torch.no_grad():
            return self._move(loss, grads)

    @property
    def is_replayed(self) -> bool:
        """Whether a tape computes its steps."""
        return any(tape.is_trusted for tape in self._tapes.values())

    def _move(self, loss: Tensor, grads: Gradients) -> float:
        value = loss.item()
        if not math.isfinite(value):
            raise NotFinite
        self._update(grads)
        return value

    def _by_autograd(self, batch: Batch) -> tuple[Tensor, Gradients]:
        loss = self._goal.objective(self._net, batch)
        return loss.detach(), gradients(loss, self._update.parameters)

    def _recorded(self, batch: Batch, rows: int) -> tuple[Tensor, Gradients]:
        self._tapes[rows] = _Tape()
        if not self._replays:
            return self._by_autograd(batch)
        found = record(self._goal.objective, self._net, batch, self._update.parameters)
        try:
            self._tapes[rows] = _Tape(replay(found))
        except Untapeable as reason:
            log.info("%s is computed by autograd alone: %s", self._goal.loss_name, reason)
        return found.loss.detach(), found.grads

    def _tried(self, tape: Replay, batch: Batch, rows: int) -> tuple[Tensor, Gradients]:
        before = _Surroundings(self._net)
        loss, grads = self._by_autograd(batch)
        after = _Surroundings(self._net)
        before.put_back()
        try:
            with self._inference:
                is_same = _are_same((loss, *grads), _listed(tape(batch))) and after.are_now()
        except (RuntimeError, TypeError) as reason:
            log.info("%s can't be replayed: %s", self._goal.loss_name, reason)
            is_same = False
        after.put_back()
        self._tapes[rows] = _Tape(tape, is_trusted=True) if is_same else _Tape()
        return loss, grads


class _Surroundings:
    """What a step changes beside parameters: the network's buffers, and where the random numbers stand."""

    def __init__(self, net: nn.Module) -> None:
        self._buffers = [(buffer, buffer.clone()) for buffer in net.buffers()]
        self._rng = torch.get_rng_state()

    def put_back(self) -> None:
        torch.set_rng_state(self._rng)
        with torch.no_grad():
            for buffer, value in self._buffers:
                buffer.copy_(value)

    def are_now(self) -> bool:
        return torch.equal(self._rng, torch.get_rng_state()) and all(torch.equal(*pair) for pair in self._buffers)


def _listed(answer: tuple[Tensor, Gradients]) -> Gradients:
    return (answer[0], *answer[1])


def _are_same(some: Gradients, others: Gradients) -> bool:
    return len(some) == len(others) and all(
        a is b if a is None or b is None else torch.equal(a, b) for a, b in zip(some, others, strict=True)
    )
