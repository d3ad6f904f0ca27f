"""Short steps on a GPU, started by one call each.

A GPU is done with a small network's step before the host has asked for the next kernel. So such a step is captured,
as a tape is recorded on a CPU, and has to pass the same trial: on a real batch it must give the bits that autograd
gives.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from builder.compiler.program import Batch, Goal
from trainer.run.deferred import DeferredStep
from trainer.step.steps import Loss, unchanged
from trainer.tape import Replay

log = logging.getLogger(__name__)

SHORT_S = 0.01
"""Kernels of a longer step are so long that the host is ahead of them anyway."""

Capture = Callable[[Callable[[nn.Module, Batch], Tensor], nn.Module, Batch, Sequence[Tensor]], Replay]


class GraphedStep(DeferredStep):
    """Takes the steps of one Objective, from the third batch of a size on by what ``capture`` made of the second."""

    def __init__(
        self, goal: Goal, net: nn.Module, optimizer: torch.optim.Optimizer, failed: Tensor, *, capture: Capture
    ) -> None:
        super().__init__(goal, net, optimizer, failed)
        self._capture = capture

    def _first(self, batch: Batch, rows: int) -> Loss:
        loss = self._by_autograd(batch)
        is_short = self.seconds(batch) < SHORT_S
        self._ways[rows] = (lambda batch: self._tried(batch, rows)) if is_short else self._by_autograd
        return loss

    def _replay_of(self, batch: Batch) -> Callable[[], object]:
        self._computed(batch)  # code that is yet to be compiled is not compiled in a capture
        try:
            captured = self._capture(self._goal.objective, self._net, batch, self._update.parameters)
        except RuntimeError:
            return lambda: self._computed(batch)
        return torch.inference_mode()(lambda: captured.step(*[batch[field] for field in captured.fields]))

    def _tried(self, batch: Batch, rows: int) -> Loss:
        """By autograd and by what was captured; from here on by that, if they agree."""
        try:
            with unchanged(self._net):
                captured = self._capture(self._goal.objective, self._net, batch, self._update.parameters)
        except RuntimeError as reason:
            log.info("%s is computed by autograd alone: %s", self._goal.loss_name, reason)
            self._ways[rows] = self._by_autograd
            return self._by_autograd(batch)
        return self._second(captured, batch, rows)
