"""The training loop, in slices that can be stopped after any step and taken up exactly there.

`builder/script/loop.py` is the same loop as a script; a test holds both to the same numbers.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator

import torch

from builder.compiler.program import Batch
from builder.script.steering import after_step
from trainer.faults.words import problem_of
from trainer.problems import TrainingProblem
from trainer.run.batches import next_batch
from trainer.run.blow_up import not_finite, refused
from trainer.run.deferred import DeferredLosses
from trainer.run.events import Event, Failed, Finished, Stopped
from trainer.run.losses import Losses, note_length, note_rate
from trainer.run.measuring import evaluate, moment, test
from trainer.run.memory import check_growth, memory_in_words
from trainer.run.stages import next_stage
from trainer.run.stages import told as stage_told
from trainer.run.state import State
from trainer.run.steering import judge, make_change
from trainer.run.weights_told import told as weights_taken
from trainer.step.computing import computing
from trainer.step.random_state import rng_of, set_rng_of
from trainer.step.steps import Loss, NotFinite

FLUSH_S = 0.05  # 20 flushes a second are as many as a chart can show


def train_slice(
    state: State,
    budget_s: float,
    should_pause: Callable[[], bool] = lambda: False,
    until_step: int | None = None,
) -> Iterator[Event]:
    """Go on for about ``budget_s`` seconds, or until ``should_pause`` says so at a flush, or to a step or the end.

    Whenever an event comes out, the state is whole and all its steps have been told; the last event of a
    run is Finished, Stopped (its time is up) or Failed.
    """
    torch.set_rng_state(state.rng)
    set_rng_of(state.device, state.device_rng)
    begun, trained_s = time.perf_counter(), state.trained_s
    deadline = begun + min(budget_s, max(0.0, state.limits.seconds - trained_s))
    try:
        with computing(state.settings.training), memory_in_words():
            yield from _train(state, deadline, should_pause, math.inf if until_step is None else until_step)
            if state.is_finished and state.limits.opens_test:
                yield test(state)
        state.trained_s = trained_s + time.perf_counter() - begun
        yield from _ending(state)
    except TrainingProblem as error:
        yield Failed(problem=error.problem)
    finally:
        state.rng, state.device_rng = torch.get_rng_state(), rng_of(state.device)


def _train(state: State, deadline: float, should_pause: Callable[[], bool], until_step: float) -> Iterator[Event]:
    if state.is_of_other_data and not state.is_finished:
        raise TrainingProblem(
            "data_changed",
            f"{state.program.dataset.spec.type} holds other samples than when this run began: it can't go on exactly.",
            "Train the drawing anew. What this run has learned stays to be seen, asked and exported.",
        )
    if state.step == 0:
        yield from weights_taken(state) if state.taken else ()
        yield from stage_told(state)
    state.net.train()
    losses = _losses(state)
    due = time.perf_counter() + FLUSH_S
    try:
        while not state.is_finished:
            if state.must_evaluate:
                yield from losses.flush()
                evaluated = evaluate(state)
                kept = list(judge(state, evaluated))  # whole before anybody hears of it
                yield evaluated
                yield from kept
            if state.must_change:
                yield from losses.flush()
                yield from make_change(state)
                continue
            if state.is_stage_over and not state.is_last_stage:
                yield from losses.flush()
                yield from next_stage(state)
                state.net.train()
                losses = _losses(state)
                continue
            if time.perf_counter() >= deadline or state.is_finished or state.step >= until_step:
                break
            if time.perf_counter() >= due:
                due = time.perf_counter() + FLUSH_S
                yield from losses.flush()
                check_growth(state.bytes_before, state.limits.memory_bytes)
                if should_pause():
                    break
            _train_until(state, min(due, deadline), min(until_step, state.next_change), losses)
    except Exception:  # whatever it is: the steps before it are kept
        yield from losses.flush()
        raise
    yield from losses.flush()


def _losses(state: State) -> Losses:
    return DeferredLosses(state) if state.failed is not None else Losses(state)


def _ending(state: State) -> Iterator[Event]:
    """The event that ends the run, if it is over."""
    if state.is_finished:
        yield Finished(reason=_finish_words(state))
    elif state.trained_s >= state.limits.seconds:
        minutes = f"{state.limits.seconds / 60:,.0f} minutes"
        yield Stopped(reason=f"Stopped after {minutes} of training, the most that one run may take.")


def _finish_words(state: State) -> str:
    epochs, early = state.epochs, state.early
    done = f"All {epochs} epochs are done" if epochs > 1 else "The epoch is done"
    kept = f"; the weights of epoch {early.best_epoch} are kept" if early and early.weights else ""
    return state.verdict or f"{done}{kept}."


def _train_until(state: State, until: float, until_step: float, losses: Losses) -> None:
    """Take steps until so late, or so many, or to the end of the epoch, but at least one."""
    losses.begin()
    while True:
        losses.add(train_step(state))
        if not state.left_in_epoch or state.step >= until_step or time.perf_counter() >= until:
            return


def train_step(state: State) -> list[Loss]:
    """One batch: forward, backward and update for each Objective whose turn it is. The last loss of each.

    Raises:
        TrainingProblem: ``not_finite``, and what torch refuses, by the node it came from. The state is torn.
    """
    batch, rows = _drawn_batch(state)
    for place, goal in enumerate(state.program.goals):
        if state.step % goal.every:
            continue
        try:
            note_rate(state, place)
            state.losses[place] = state.steps[place](batch, rows)
            note_length(state, place)
            after_step(state.optimizers[place], state.schedules[place])
        except NotFinite:
            state.is_torn = True
            raise not_finite(state, batch, place) from None
        except Exception as error:
            state.is_torn = True
            raise refused(state, error, moment(state, rows), batch, place) from error
    state.step += 1
    return state.losses


def _drawn_batch(state: State) -> tuple[Batch, int]:
    """The next batch. Raises: TrainingProblem: a source could not draw what it adds."""
    try:
        return next_batch(state)
    except Exception as error:
        state.is_torn = True
        raise problem_of(error, state.program, moment(state, 0)) from error
