"""Takes a run back: from an earlier state on, step by step as it went, to a step before the one that broke.

Runs give the same bits however they are cut, so what comes out is the state that the run had then.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import torch

from builder.drawing.document import Change
from trainer.run.beginning import begin
from trainer.run.events import Failed
from trainer.run.loop import train_slice
from trainer.run.state import State


def again(state: State, step: int, earlier: State | None = None) -> State | None:
    """The run as it was after so many steps: from its beginning, or from an ``earlier`` state of it.

    Nothing, where it did not come as far as that again.
    """
    chance, threads = torch.get_rng_state(), torch.get_num_threads()
    try:
        state_then = earlier or begin(state.experiment, state.limits, device=state.device)
        go_to(state_then, step, _wanted(state, state_then))
    finally:
        torch.set_rng_state(chance)
        torch.set_num_threads(threads)
    return state_then if state_then.step == step and not state_then.is_torn else None


def go_to(state: State, step: int, wanted: Sequence[Change] = ()) -> None:
    """Train a state on to a step, with the changes that were made on the way there; it is whole then, or torn."""
    state.wanted = list(wanted)
    limits, state.limits = state.limits, replace(state.limits, seconds=math.inf)
    try:
        for event in train_slice(state, math.inf, until_step=step):
            state.is_torn |= isinstance(event, Failed)
    finally:
        state.limits = limits


def _wanted(state: State, then: State) -> list[Change]:
    """What its owner changed between an earlier state and this one, with the steps at which that was."""
    made = list(state.changes[len(then.changes) :])
    planned = list(then.planned)
    wanted = []
    for change in made:
        if planned and planned[0] == change:
            planned.pop(0)
        else:
            wanted.append(change)
    return wanted
