"""Finds out, before a run's first step, how its steps are computed fastest. The run then keeps to it.

Threads share the work of one operation, and each time wait for the slowest of them. Small steps lose by that, and any
step loses many times over while something else needs a core. So all cores are taken only where that was
measured to be much faster, and `has_slowed` tells when they are to be given up again.

Some processors multiply large matrices twice as fast by oneDNN as by torch's usual library, others hardly faster.

On a GPU a long run is tried compiled, which takes a minute each time that a process takes the run up; on a CPU never,
as it was measured not to pay there. What is said of GPUs has not been run: there was none.
"""

from __future__ import annotations

import logging
import time
from functools import cache
from typing import Any, get_args

import torch

from builder.checker.playing import players
from builder.drawing.document import Kernels, Training
from trainer.problems import TrainingProblem
from trainer.run.batches import some_batch
from trainer.run.memory import memory_in_words
from trainer.run.state import State
from trainer.step.computing import by_kernels, on_threads

log = logging.getLogger(__name__)

WORTH_TRYING_S = 0.005
WORTH_STEPS = 300  # trying kernels takes as long as about ten
GAIN_OF_THREADS = 1.3
GAIN_OF_KERNELS = 1.03
GAIN_OF_COMPILING = 2.0
WORTH_COMPILING_S = 300.0
SLOWED = 0.5
EXACT = 2e-6
"""The largest error in a product of 512 x 512 numbers, beside its largest entry, that single precision explains."""


def settled(state: State, cores: int) -> Training:
    """The settings of this run's training, with those filled in that make its steps much faster on so many cores.

    The run is not changed by asking.

    Raises:
        TrainingProblem: ``out_of_memory``.
    """
    training = state.experiment.document.training
    try:
        return _settled(state, training, cores)
    except TrainingProblem:
        raise
    except Exception as error:
        log.info("Nothing is settled for a run whose first step breaks, as the run will say: %s", error)
        return training


def _settled(state: State, training: Training, cores: int) -> Training:
    with memory_in_words():
        threads = training.threads or threads_for(state, cores)
        kernels = training.kernels or ("usual" if state.total_steps < WORTH_STEPS else kernels_for(state, threads))
        compiled = training.compiled is None and pays_compiled(state)
    found: dict[str, Any] = {"threads": threads if threads > 1 else None}
    found |= {"kernels": kernels if kernels != "usual" else None, "compiled": compiled}
    return training.model_copy(update={name: value for name, value in found.items() if value})


def threads_for(state: State, cores: int) -> int:
    """All ``cores`` if they make a step of this run much faster, else one."""
    if cores == 1 or state.device.type != "cpu":
        return 1
    with on_threads(1):
        alone = _seconds(state)
    if alone <= WORTH_TRYING_S:
        return 1
    with on_threads(cores):
        return cores if alone > GAIN_OF_THREADS * _seconds(state) else 1


def kernels_for(state: State, threads: int) -> Kernels:
    """The kernels by which the steps of this run are fastest on so many threads."""
    if state.device.type != "cpu" or not _is_onednn_exact():
        return "usual"
    with on_threads(threads):
        if _seconds(state) <= WORTH_TRYING_S:
            return "usual"
        usual, onednn = (_seconds_by(state, kernels) for kernels in get_args(Kernels))
    return "onednn" if usual > GAIN_OF_KERNELS * onednn else "usual"


def pays_compiled(state: State) -> bool:
    """Whether compiling what computes the losses of this run saves much more time than it takes."""
    if state.device.type == "cpu" or players(state.program.plan.found):
        return False
    usual = _seconds(state, replayed=True)
    if usual * state.total_steps < WORTH_COMPILING_S:
        return False
    begun = time.perf_counter()
    try:
        gained = usual - sum(step.seconds_compiled(some_batch(state)) for step in state.steps)
    except RuntimeError as reason:  # torch's own for what it can't compile
        log.info("This run is not compiled: %s", reason)
        return False
    return pays(steps=state.total_steps - state.step, gained_s=gained, took_s=time.perf_counter() - begun)


def pays(*, steps: int, gained_s: float, took_s: float) -> bool:
    """Whether so many steps, each faster by so much, are worth a preparation that took so long, with a margin."""
    return steps * gained_s > GAIN_OF_COMPILING * took_s


def has_slowed(rate: float, fastest: float) -> bool:
    """Whether steps a second have fallen so far that something else must be using the cores."""
    return rate < SLOWED * fastest


def _seconds(state: State, *, replayed: bool = False) -> float:
    """Seconds that the forward and backward passes of a batch take."""
    batch = some_batch(state)
    return sum(step.seconds(batch, replayed=replayed) for step in state.steps)


def _seconds_by(state: State, kernels: Kernels) -> float:
    with by_kernels(kernels):
        return _seconds(state, replayed=True)


@cache
def _is_onednn_exact() -> bool:
    """Whether oneDNN, allowed to round to bfloat16, does not: there are processors on which it would be faster so."""
    left, right = (torch.randn(512, 512, generator=torch.Generator().manual_seed(seed)) for seed in (0, 1))
    exact = left.double() @ right.double()
    with by_kernels("onednn"):
        error = (left @ right - exact).abs().max() / exact.abs().max()
    return error.item() < EXACT
