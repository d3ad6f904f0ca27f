"""The data of a run, in this epoch's order, cut into batches."""

from __future__ import annotations

import torch

from builder.compiler.program import Batch
from trainer.run.state import State
from trainer.step.device import moved, on_device


def next_batch(state: State) -> tuple[Batch, int]:
    """The batch of the next step, with what sources add to it, and its number of rows."""
    if not state.left_in_epoch:
        state.epoch_rng, state.order_step, state.order_skips = state.shuffle.get_state(), state.step, 0
        draw_order(state)
        state.epoch += 1
    batch, rows = state.batches[state.step - state.order_step]
    if state.program.sources:
        batch = batch | on_device(state.program.sources(rows, state.chance), state.device)
    return batch, rows


def coming_batch(state: State) -> tuple[Batch, int]:
    """The batch that the next step will take, and its number of rows, found out without taking it."""
    if state.left_in_epoch:
        batch, rows = state.batches[state.step - state.order_step]
    else:
        order = torch.randperm(state.samples, generator=_twin(state.shuffle))
        order = moved(order[: state.settings.training.batch_size], state.device)
        batch, rows = {name: values.index_select(0, order) for name, values in state.learn.items()}, len(order)
    if state.program.sources:
        batch = batch | on_device(state.program.sources(rows, _twin(state.chance)), state.device)
    return batch, rows


def _twin(chance: torch.Generator) -> torch.Generator:
    twin = torch.Generator(chance.device)
    twin.set_state(chance.get_state())
    return twin


def some_batch(state: State) -> Batch:
    """A batch to find something out with: the first samples, and chance of its own, so that the run is not changed."""
    training = state.settings.training
    batch = {name: values[: training.batch_size] for name, values in state.learn.items()}
    if state.program.sources:
        rows = len(next(iter(batch.values())))
        batch |= on_device(state.program.sources(rows, torch.Generator().manual_seed(training.seed)), state.device)
    return batch


def draw_order(state: State) -> None:
    """Draw this epoch's order from where the shuffling generator stands, and lay the data in it."""
    drawn = torch.randperm(state.samples, generator=state.shuffle)  # on the CPU: the same on every device
    order = moved(drawn, state.device)
    state.shuffled = {name: values.index_select(0, order) for name, values in state.learn.items()}
    cut_batches(state)


def cut_batches(state: State) -> None:
    """Cut what is left of this epoch into batches."""
    size, begun = state.settings.training.batch_size, state.order_skips
    columns = [values[begun:].split(size) for values in state.shuffled.values()] if begun < state.samples else []
    state.batches = [(dict(zip(state.learn, rows, strict=True)), len(rows[0])) for rows in zip(*columns, strict=True)]
