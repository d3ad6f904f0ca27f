"""The order in which an epoch sees its samples, cut into batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from trainer.loop import State


def begin_epoch(state: State) -> None:
    """Draw a new epoch's order."""
    state.epoch_rng, state.order_step, state.order_skips = state.shuffle.get_state(), state.step, 0
    state.epoch += 1
    draw_order(state)


def draw_order(state: State) -> None:
    """Draw this epoch's order from where the shuffling generator stands, and lay its batches side by side."""
    drawn = torch.randperm(state.samples, generator=state.shuffle)  # on the CPU: the same on every device
    order = drawn[state.order_skips :].to(state.device)
    columns = [
        values.index_select(0, order).split(state.settings.training.batch_size) for values in state.learn.values()
    ]
    cut = zip(*columns, strict=True) if len(order) else ()
    state.batches = [(dict(zip(state.learn, rows, strict=True)), len(rows[0])) for rows in cut]


def cut_anew(state: State) -> None:
    """Cut what is left of this epoch into batches of the size that is set now."""
    done = state.batches[: state.step - state.order_step]
    state.order_step, state.order_skips = state.step, state.order_skips + sum(rows for _, rows in done)
    state.shuffle.set_state(state.epoch_rng)
    draw_order(state)
