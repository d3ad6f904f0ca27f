"""What happens to a run between two steps: changes of its settings, and the judgement of early stopping."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch

from builder.checker.changes import change_words, changed, optimizer_settings
from builder.drawing.document import Change
from builder.script.steering import plan_again, set_optimizer
from trainer.run.batches import cut_batches
from trainer.run.events import BestKept, Evaluated, SettingsChanged
from trainer.run.state import State


def judge(state: State, evaluated: Evaluated) -> Iterator[BestKept]:
    """Keep the weights if they are the best so far; settle whether it is time to stop."""
    early = state.early
    if early is None:
        return
    value = evaluated.metrics[early.monitor]
    state.verdict = early.look(state.epoch, value, state.net)
    if early.best_epoch == state.epoch:
        state.best_step = state.step
        yield BestKept(step=state.step, epoch=state.epoch, monitor=early.monitor, value=value)


def make_change(state: State) -> Iterator[SettingsChanged]:
    """Make the next change that is due, planned ones first."""
    if state.planned and state.planned[0].step <= state.step:
        change = state.planned.pop(0)
    else:
        change = state.wanted.pop(0).model_copy(update={"step": state.step})
        state.granted.append(state.step)
    words = change_words(state.settings, change)
    _apply(state, change)
    yield SettingsChanged(
        number=len(state.changes),
        change=change,
        words=words,
        total_steps=state.total_steps,
        steps_per_epoch=state.steps_per_epoch,
        epochs=state.settings.training.epochs,
    )


def _apply(state: State, change: Change) -> None:
    before, state.settings = state.settings, changed(state.settings, [change])
    state.changes = (*state.changes, change)
    if change.threads:
        torch.set_num_threads(change.threads)
    if change.batch_size:
        _cut_anew(state)
    if change.epochs:
        state.verdict = ""
        if state.early:
            state.early.go_on(state.epoch)
    for place, (goal, optimizer) in enumerate(zip(state.program.goals, state.optimizers, strict=True)):
        if goal.id in change.goals:
            set_optimizer(optimizer, state.schedules[place], optimizer_settings(before, state.settings, goal.id))
            state.steps[place].settings_changed()
        if change.epochs or change.batch_size:
            left = math.ceil(state.total_steps / goal.every) - math.ceil(state.step / goal.every)
            state.schedules[place] = plan_again(optimizer, state.schedules[place], goal.make_schedule, left)


def _cut_anew(state: State) -> None:
    """Cut what is left of this epoch's order into batches of the new size."""
    state.order_skips += sum(rows for _, rows in state.batches[: state.step - state.order_step])
    state.order_step = state.step
    cut_batches(state)
