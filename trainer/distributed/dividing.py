"""Whether a batch's loss can be put together from the losses of its parts, and how."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from builder.checker.playing import players
from builder.compiler.program import Batch, Goal
from builder.kinds.dataset import rows_of
from trainer.look.looking import looking
from trainer.problems import TrainingProblem
from trainer.run.state import State

TOLERANCE = 1e-5


@dataclass(frozen=True)
class Division:
    """How the losses of parts give the loss of the whole: each part counts by its rows, or, for a sum, once."""

    is_sum: bool

    def weight(self, rows: int, of: int) -> float:
        """What the loss of a part of so many rows counts in that of the whole."""
        return 1.0 if self.is_sum else rows / of


def divide(state: State, goal: Goal, batch: Batch) -> Division:
    """Find out from one batch, which is judged whole and in two parts.

    Raises:
        TrainingProblem: ``not_divisible``: the samples of a batch do not each have a loss of their own, or a network
            plays while it trains.
    """
    if playing := players(state.program.plan.found):
        raise TrainingProblem(
            "not_divisible",
            f"{playing[0]} plays, and each of several processes would play for itself: they would not learn what one "
            "would.",
            "Train on one process.",
            node=playing[0],
        )
    rows = rows_of(batch)
    cut = max(1, rows // 3)
    with looking(state.net):
        before = torch.get_rng_state()
        whole = goal.objective(state.net, batch)
        if rows < 2 or not torch.equal(before, torch.get_rng_state()):
            return Division(is_sum=False)  # chance inside the network: no two parts are comparable
        first, rest = (goal.objective(state.net, part) for part in _parts(batch, cut))
    for division in (Division(is_sum=False), Division(is_sum=True)):
        together = division.weight(cut, rows) * first + division.weight(rows - cut, rows) * rest
        if torch.isclose(together, whole, rtol=TOLERANCE, atol=1e-7):
            return division
    raise TrainingProblem(
        "not_divisible",
        f"{goal.loss_name}: the loss of a batch can't be put together from the losses of its parts, "
        "so several processes would not learn what one would.",
        "Train on one process, or use a loss that is the mean over all samples of a batch.",
        node=goal.loss_name,
    )


def leaves_parameters_out(state: State, batch: Batch) -> bool:
    """Whether some Objective's loss does not depend on some parameter."""
    parameters = [parameter for parameter in state.net.parameters() if parameter.requires_grad]
    with looking(state.net), torch.enable_grad():
        losses = [goal.objective(state.net, batch) for goal in state.program.goals]
        grads = [torch.autograd.grad(loss, parameters, allow_unused=True) for loss in losses]
    return any(grad is None for each in grads for grad in each)


def _parts(batch: Batch, cut: int) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    return {name: v[:cut] for name, v in batch.items()}, {name: v[cut:] for name, v in batch.items()}
