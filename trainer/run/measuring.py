"""What a run measures, and on which part of its data.

Validation is what it may be steered by: early stopping, kept weights, sweeps and whoever watches look at it. The test
part is looked at once, when the run is finished, with the weights that are kept.
"""

from __future__ import annotations

import torch
from torch import nn

from builder.compiler.program import Batch
from builder.kinds.dataset import rows_of
from builder.script.holding import grow
from builder.script.moving import Averages
from trainer.faults.fault import Moment
from trainer.faults.words import problem_of
from trainer.run.events import Evaluated, Tested
from trainer.run.state import State
from trainer.step.device import on_device

VALIDATION, TEST, TRAINING = range(3)
"""The parts by what is added to the seed of what sources draw for them."""


def with_draws(state: State, samples: Batch, part: int) -> Batch:
    """Samples of a part with what sources add to them, always the same."""
    if not state.program.sources:
        return samples
    fixed = torch.Generator().manual_seed(state.experiment.document.training.seed + state.program.apart + part)
    return {**samples, **on_device(state.program.sources(rows_of(samples), fixed), state.device)}


def evaluate(state: State) -> Evaluated:
    """The losses and the metrics on the validation part and, where there are metrics, on as much of what is learned.

    Raises:
        TrainingProblem: what torch refuses, by the node that it came from. The state is as it was.
    """
    metrics = _measured_both(state, state.validation)
    training = dict[str, float]()
    if len(metrics) > len(state.program.goals) and not state.program.apart:
        samples = {name: values[: rows_of(state.validation)] for name, values in state.learn.items()}
        training = _measured_both(state, with_draws(state, samples, TRAINING))
    state.evaluated_step = state.step
    return Evaluated(step=state.step, epoch=state.epoch, part="validation", metrics=metrics, training=training)


def test(state: State) -> Tested:
    """The losses and the metrics on the test part, with the weights that are kept. The run is as it was.

    Raises:
        TrainingProblem: what torch refuses, by the node that it came from.
    """
    chance = torch.get_rng_state()
    early = state.early if state.early and state.early.weights else None
    try:
        samples = with_draws(state, on_device(state.test, state.device), TEST)
        metrics = _measured(state, _with_best_weights(state), samples) if early else _measured_both(state, samples)
    finally:
        torch.set_rng_state(chance)
    if state.tested_step < state.step:  # told again by a later attempt, it is the same look
        state.looks, state.tested_step = state.looks + 1, state.step
    step, epoch = (state.best_step, early.best_epoch) if early else (state.step, state.epoch)
    return Tested(step=state.step, of_step=step, of_epoch=epoch, look=state.looks, metrics=metrics)


def moment(state: State, rows: int, *, is_measuring: bool = False) -> Moment:
    """The next step, or the measurement after the last one."""
    return Moment(
        step=state.step + (not is_measuring),
        rows=rows,
        samples=state.samples,
        batch_size=state.settings.training.batch_size,
        data=(state.learn, state.validation),
        is_measuring=is_measuring,
    )


def _with_best_weights(state: State) -> nn.Module:
    assert state.early
    net = state.program.network().to(state.device)
    net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # as what is trained
    net.load_state_dict(state.early.weights)
    if state.stages:
        grow(net, dict(state.stages[state.stage].times))
    return net


def _measured_both(state: State, samples: Batch) -> dict[str, float]:
    """By the weights and, where averages of them are kept, by these, under names that say so."""
    metrics = _measured(state, state.net, samples)
    averages = Averages(state.optimizers)
    if not averages.are_kept:
        return metrics
    with averages:
        state.shows_averages = True
        try:
            of_averages = _measured(state, state.net, samples)
        finally:
            state.shows_averages = False
    return metrics | {f"{name} (EMA)": value for name, value in of_averages.items()}


def _measured(state: State, net: nn.Module, samples: Batch) -> dict[str, float]:
    chance, name, metrics = torch.get_rng_state(), "", dict[str, float]()
    net.eval()
    try:
        with torch.inference_mode():
            values = state.program.metrics(net, samples)
        for name, value in values.items():
            metrics[name] = value.item()
    except Exception as error:
        torch.set_rng_state(chance)
        raise problem_of(
            error, state.program, moment(state, rows_of(samples), is_measuring=True), at=name or None
        ) from error
    finally:
        net.train()
    return metrics
