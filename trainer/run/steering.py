"""What happens to a run between two steps: changes of its settings, and the judgement of early stopping."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from builder.checker.changes import change_words, changed, optimizer_settings
from builder.drawing.document import Change
from builder.script.steering import after_epoch, plan_again, set_optimizer, turns
from trainer.run.batches import cut_batches
from trainer.run.events import BestKept, Evaluated, SettingsChanged
from trainer.run.state import State


def judge(state: State, evaluated: Evaluated) -> Iterator[BestKept]:
    """Let rates follow what the epoch came to; keep the weights if they are the best so far; settle whether to stop."""
    after_epoch(state.optimizers, state.schedules, evaluated.metrics)
    early = state.early
    if early is None:
        return
    value = evaluated.metrics[early.monitor]
    state.verdict = early.look(state.epoch, value, state.net, state.optimizers)
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
        epochs=state.epochs,
    )


def _apply(state: State, change: Change) -> None:
    before = state.settings
    state.settings, state.base = changed(before, [change]), changed(state.base, [change])
    state.changes = (*state.changes, change)
    if change.threads:
        torch.set_num_threads(change.threads)
    if change.batch_size:
        _cut_anew(state)
    if change.epochs and state.is_last_stage:
        state.verdict = ""
        if state.early:
            state.early.go_on(state.epoch)
    for place, (goal, optimizer) in enumerate(zip(state.program.goals, state.optimizers, strict=True)):
        if goal.id in change.goals:
            set_optimizer(optimizer, state.schedules[place], optimizer_settings(before, state.settings, goal.id))
            state.steps[place].settings_changed()
        if change.epochs or change.batch_size:
            left = planned_turns(state, place)
            state.schedules[place] = plan_again(optimizer, state.schedules[place], goal.make_schedule, left)


def planned_turns(state: State, place: int) -> int:
    """How often the schedule of an Objective goes on to the end of the stage: by its updates, or by epochs."""
    epochs = state.last_epoch - state.epoch + bool(state.left_in_epoch)
    every = state.program.goals[place].every
    return turns(state.optimizers[place], every, state.step, state.stage_steps, epochs)


def _cut_anew(state: State) -> None:
    """Cut what is left of this epoch's order into batches of the new size."""
    state.order_skips += sum(rows for _, rows in state.batches[: state.step - state.order_step])
    state.order_step = state.step
    cut_batches(state)
