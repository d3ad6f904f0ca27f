"""A step that broke: which node made its loss not a finite number, or refused to be computed, and why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from builder.compiler.program import Batch
from trainer.faults.fault import Moment
from trainer.faults.not_finite import Cause, cause_of_gradient, cause_of_loss
from trainer.faults.words import problem_of
from trainer.problems import TrainingProblem
from trainer.run.batches import next_batch
from trainer.run.state import State
from trainer.step.steps import draws

SOON = 1_000
"""Steps that are taken once more to look at one that broke, or that spoilt the weights."""


def not_finite(state: State, batch: Batch, place: int = 0) -> TrainingProblem:
    """That the next step's loss on this batch is not finite, and because of what."""
    goal = state.program.goals[place]
    with torch.no_grad():
        state.program.trace(state.net, batch)  # several processes bring the network up to date for it
    cause = cause_of_loss(state.program, state.net, goal, batch, state.step)
    if not (cause.message or state.settings.training.compiled):
        cause = _of_chance(state, batch, place) or cause
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


def refused(state: State, error: Exception, moment: Moment, batch: Batch, place: int) -> Exception:
    """The problem that an error in a step is for a learner, or the error itself where it is ours."""
    program = state.program
    told = problem_of(error, program, moment, again=(program.goals[place], state.net, batch))
    if told is not error or not state.steps[place].is_replayed:
        return told
    with _by_its_chance(state, batch, place) as before:  # a replayed step has no lines
        if before is None:
            return error
        goal = before.program.goals[place]
        return problem_of(error, before.program, moment, again=(goal, before.net, batch))


def _of_chance(state: State, batch: Batch, place: int) -> Cause | None:
    """Why a loss was not finite that is finite with other chance in the network."""
    with _by_its_chance(state, batch, place) as before:
        if before is None:
            return None
        return cause_of_loss(before.program, before.net, before.program.goals[place], batch, before.step)


def _of_gradient(state: State) -> Cause | None:
    """Why the gradients of the last step were not finite."""
    with _taken_back(state, state.step - 1) as before:
        if before is None:
            return None
        batch, rows = next_batch(before)
        for place, goal in enumerate(before.program.goals):
            if before.step % goal.every:
                continue
            if cause := cause_of_gradient(before.program, before.net, goal, batch):
                return cause
            before.steps[place](batch, rows)
    return None


@contextmanager
def _by_its_chance(state: State, batch: Batch, place: int) -> Iterator[State | None]:
    """The run as it was before a loss of this step, if chance has part in that; inside, chance is as it was then."""
    if not draws(state.program.goals[place].objective, state.net, batch):
        yield None
        return
    with _taken_back(state, state.step) as before:
        if before:
            again, rows = next_batch(before)
            for earlier, goal in enumerate(before.program.goals[:place]):
                if before.step % goal.every == 0:
                    before.steps[earlier](again, rows)
        yield before


@contextmanager
def _taken_back(state: State, step: int) -> Iterator[State | None]:
    """The run as it was after a step, where that is soon done; inside, chance is as it was then."""
    from trainer.run.rewind import again

    before = again(state, step) if 0 <= step <= SOON and state.device.type == "cpu" else None
    with torch.random.fork_rng(devices=[]):
        if before:
            torch.set_rng_state(before.rng)
        yield before
