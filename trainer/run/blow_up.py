"""A loss that is not a finite number: which node made it so, and why."""

from __future__ import annotations

import torch

from builder.compiler.program import Batch
from trainer.faults.not_finite import Cause, cause_of_gradient, cause_of_loss
from trainer.problems import TrainingProblem
from trainer.run.batches import next_batch
from trainer.run.state import State

SOON = 1_000
"""Steps that are taken once more to look at the gradient that spoilt the weights."""


def not_finite(state: State, batch: Batch, place: int = 0) -> TrainingProblem:
    """That the next step's loss on this batch is not finite, and because of what."""
    goal = state.program.goals[place]
    with torch.no_grad():
        state.program.trace(state.net, batch)  # several processes bring the network up to date for it
    cause = cause_of_loss(state.program, state.net, goal, batch, state.step)
    at = f"At step {state.step + 1:,} the loss was not a finite number."
    if cause.is_of_weights and (earlier := _of_gradient(state)):
        cause, at = (
            earlier,
            f"At step {state.step:,} the weights were spoilt, so the loss after it was not a finite number.",
        )
    return TrainingProblem(
        "not_finite",
        f"{at} {cause.message}".strip(),
        cause.hint,
        cause.place.node if cause.place else None,
        block=cause.place.block if cause.place else None,
        fix=cause.fix,
    )


def _of_gradient(state: State) -> Cause | None:
    """Why the gradients of the last step were not finite: the run is taken there once more, where that is soon done."""
    from trainer.run.rewind import again

    if not 0 < state.step <= SOON or state.device.type != "cpu":
        return None
    before = again(state, state.step - 1)
    if before is None:
        return None
    batch, _ = next_batch(before)
    for goal in before.program.goals:
        if before.step % goal.every == 0 and (cause := cause_of_gradient(before.program, before.net, goal, batch)):
            return cause
    return None
