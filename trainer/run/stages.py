"""A run enters a stage: its Objectives and data come, what it freezes is held. A run without stages is one stage."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch

from builder.checker.changes import changed, optimizer_settings
from builder.checker.playing import players
from builder.compiler.program import Goal
from builder.drawing.document import Change, Document, Training
from builder.kinds.dataset import rows_of
from builder.script.early_stopping import EarlyStopping
from builder.script.holding import grow, hold
from builder.script.steering import begin_plan
from trainer.faults.words import in_words
from trainer.run.captured_steps import GraphedStep
from trainer.run.deferred import DeferredStep, can_defer
from trainer.run.events import StageBegan
from trainer.run.measuring import VALIDATION, with_draws
from trainer.run.prepared import data_of
from trainer.run.state import StageBegin, StageEnd, State
from trainer.run.steering import planned_turns
from trainer.step.cuda_graph import capture
from trainer.step.device import CPU
from trainer.step.random_state import device_of
from trainer.step.steps import Step

MOST_KEPT_BYTES = 64 * 2**20
"""What the weights that stages ended with may take in all, in memory and in each checkpoint."""


def enter(state: State, place: int, began: StageBegin | None = None) -> None:
    """Go over to a stage, with optimizers, schedules and early stopping of its own; the network and chance go on.

    ``began`` says where it began, if that is not here.

    Raises:
        TrainingProblem: ``no_data``, and what torch refuses, by the node that it came from.
    """
    state.let_go()
    state.stage, state.verdict = place, ""
    state.stage_began = began or StageBegin(state.step, state.epoch, len(state.changes))
    if state.stages:
        state.program = state.stages[place].program
    state.settings = settings_in_stage(state, state.base)
    _take_data(state)
    _hold(state)
    with in_words(state.program):
        state.optimizers = [goal.make_optimizer(state.net) for goal in state.program.goals]
    if state.deferred and can_defer(state.optimizers):
        state.failed = torch.zeros((), device=state.device)
    else:
        state.failed = None
    state.steps = [_step(state, *each) for each in zip(state.program.goals, state.optimizers, strict=True)]
    state.losses = [math.nan] * len(state.program.goals)
    state.early = _early_stopping(state, state.settings.training)
    with in_words(state.program):
        state.schedules = [_plan(state, place) for place in range(len(state.optimizers))]


def next_stage(state: State) -> Iterator[StageBegan]:
    """Go on with the next stage, from the best weights of this one where it kept some."""
    if state.early and state.early.weights:
        state.net.load_state_dict(state.early.weights)
    state.rates, state.lengths = {}, {}
    _keep_end(state)
    enter(state, state.stage + 1)
    yield from told(state)


def _keep_end(state: State) -> None:
    """Keep the weights that a stage ends with, to begin from them again, unless they are large."""
    weights = {name: value.detach().clone() for name, value in state.net.state_dict().items()}
    kept = [weights, *(end.weights for end in state.stage_ends)]
    if sum(value.nbytes for each in kept for value in each.values()) <= MOST_KEPT_BYTES:
        state.stage_ends.append(StageEnd(f"after stage {state.stage + 1}", state.step, weights))


def told(state: State) -> Iterator[StageBegan]:
    """Where the present stage began, if there are stages."""
    if not state.stages:
        return
    yield StageBegan(
        number=state.stage + 1,
        name=state.stages[state.stage].stage.name,
        step=state.stage_began.step,
        epoch=state.stage_began.epoch,
        total_steps=state.total_steps,
        steps_per_epoch=state.steps_per_epoch,
        epochs=state.epochs,
    )


def settings_in_stage(state: State, base: Document) -> Document:
    """A drawing with what the present stage sets."""
    if not state.stages:
        return base
    stage = state.stages[state.stage]
    document = changed(base, [Change(step=0, goals=stage.stage.goals, batch_size=stage.stage.batch_size)])
    own = {name: getattr(stage.training, name) for name in ("monitor", "patience", "min_delta")}
    return document.model_copy(update={"training": document.training.model_copy(update=own)})


def _take_data(state: State) -> None:
    state.learn, validation, state.test = data_of(state.program, state.device)
    state.batches, state.shuffled, state.order_step, state.order_skips = [], {}, state.step, 0
    with in_words(state.program):
        state.validation = state.held_out = with_draws(state, validation, VALIDATION)
        if state.stages and state.program.dataset is not state.whole.dataset:
            state.held_out = with_draws(state, data_of(state.whole, state.device)[1], VALIDATION)


def _hold(state: State) -> None:
    if state.stages:
        stage = state.stages[state.stage]
        state.let_go = hold(state.net, stage.held)
        grow(state.net, dict(stage.times))


def _step(state: State, goal: Goal, optimizer: torch.optim.Optimizer) -> Step:
    """What takes the steps of an Objective, and waits for each loss where there is no ``failed``.

    What looks at the losses, such as probes, goes on by the plain functions.
    """
    is_compiled, net = bool(state.experiment.document.training.compiled), state.net
    if is_compiled:
        goal = goal.compiled()
    replays = state.replays and not players(state.program.plan.found)
    if state.failed is None:
        return Step(goal, net, optimizer, replays=replays and device_of(net) == CPU and not is_compiled)
    if replays and state.failed.is_cuda:
        return GraphedStep(goal, net, optimizer, state.failed, capture=capture)
    return DeferredStep(goal, net, optimizer, state.failed)


def _plan(state: State, place: int) -> torch.optim.lr_scheduler.LRScheduler | None:
    """Set a new optimizer as the stage has it, and make its schedule."""
    goal, optimizer = state.program.goals[place], state.optimizers[place]
    settings = optimizer_settings(state.experiment.document, state.settings, goal.id) if state.stages else {}
    turns = planned_turns(state, place)
    plan: torch.optim.lr_scheduler.LRScheduler | None = begin_plan(optimizer, goal.make_schedule, turns, settings)
    return plan


def _early_stopping(state: State, training: Training) -> EarlyStopping | None:
    if not training.monitor:
        return None
    rises, patience, min_delta = state.program.monitor_rises, training.patience, training.min_delta
    early = EarlyStopping(training.monitor, rises=rises, patience=patience, min_delta=min_delta)
    early.go_on(state.epoch)
    return early


def rows_of_stages(state: State) -> tuple[int, ...]:
    """How many samples each stage learns from.

    Raises:
        TrainingProblem: ``no_data``.
    """
    return tuple(rows_of(data_of(stage.program, CPU)[0]) for stage in state.stages)
