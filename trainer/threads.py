"""On how many threads a run computes.

Threads share the work of one operation, and each time wait for the slowest of them. Small steps lose by that, and any
step loses many times over while something else needs a core. So all cores are taken only where that was
measured to be much faster, and `has_slowed` tells when they are to be given up again.
"""

from __future__ import annotations

import torch

from trainer.batches import some_batch
from trainer.loop import State

WORTH_TRYING_S = 0.005
GAIN = 1.3
TIMES = 3
ENOUGH_S = 0.3  # longer steps tell enough at once, and somebody waits for the first point
SLOWED = 0.5


def threads_for(state: State, cores: int) -> int:
    """All ``cores`` if they make a step of this run much faster, else one; the run is not changed by asking."""
    if cores == 1 or state.device.type != "cpu":
        return 1
    before = torch.get_num_threads()
    try:
        alone = _step_s(state, 1)
        return cores if alone > WORTH_TRYING_S and alone > GAIN * _step_s(state, cores) else 1
    finally:
        torch.set_num_threads(before)


def has_slowed(rate: float, fastest: float) -> bool:
    """Whether steps a second have fallen so far that something else must be using the cores."""
    return rate < SLOWED * fastest


def _step_s(state: State, threads: int) -> float:
    """Seconds that the forward and backward passes of a batch take, at best."""
    torch.set_num_threads(threads)
    batch = some_batch(state)
    taken = [sum(step.seconds(batch) for step in state.steps)]
    while len(taken) < TIMES and sum(taken) < ENOUGH_S:
        taken.append(sum(step.seconds(batch) for step in state.steps))
    return min(taken)
