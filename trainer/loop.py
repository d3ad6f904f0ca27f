"""The training loop, in slices that can be stopped after any step and taken up exactly there.

`builder/training.py` is the same loop as a script; a test holds both to the same numbers.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from builder.changes import changed
from builder.document import Change, Document
from builder.early_stopping import EarlyStopping
from builder.program import Batch, Goal, Program
from trainer.batches import next_batch
from trainer.chance import device_of, rng_of, set_rng_of
from trainer.computing import computing
from trainer.cuda_graph import capture
from trainer.deferred import DeferredLosses, DeferredStep, can_defer
from trainer.device import CPU, on_device
from trainer.events import Evaluated, Event, Failed, Finished, Stopped
from trainer.experiment import Experiment, Limits
from trainer.graphed import GraphedStep
from trainer.losses import Losses, not_finite
from trainer.memory import check_growth, memory_in_words, resident_bytes
from trainer.prepared import data_of, program_of
from trainer.problems import TrainingProblem
from trainer.steering import judge, make_change
from trainer.steps import Loss, NotFinite, Step

FLUSH_S = 0.05  # 20 flushes a second are as many as a chart can show
MAX_EVALUATIONS = 100  # a run of more epochs is measured every few epochs, and always after the last


@dataclass
class State:
    """A run between two steps. ``step`` counts finished steps, ``epoch`` the epochs begun.

    ``rng`` is the global random state to go on with, ``device_rng`` that of a GPU; ``epoch_rng`` the shuffling
    generator's state before this epoch's order was drawn; ``chance`` draws what sources add to a batch. ``losses`` are
    the last ones, one for each Objective, as are ``steps``.

    ``settings`` is the drawing with the changes made so far. ``shuffled`` is the data in this epoch's order, and
    ``batches`` its batches from ``order_step`` on, each with its number of rows; they leave out the first
    ``order_skips`` samples. ``planned`` changes wait for their steps, and so do those that the owner ``wanted`` on the
    way; ``granted`` holds the steps of those that were made. A ``verdict`` ends the run early.

    Where losses are waited for only at a flush, ``failed`` becomes 1 on the device as soon as one is not finite, and
    they are numbers whenever an event comes out.
    """

    experiment: Experiment
    program: Program
    net: nn.Module
    optimizers: list[torch.optim.Optimizer]
    schedules: list[torch.optim.lr_scheduler.LRScheduler | None]
    learn: Batch
    held_out: Batch
    shuffle: torch.Generator
    chance: torch.Generator
    rng: Tensor
    device_rng: Tensor
    steps: list[Step]
    losses: list[Loss]
    settings: Document
    planned: list[Change]
    failed: Tensor | None = None
    early: EarlyStopping | None = None
    limits: Limits = field(default_factory=Limits)
    bytes_before: int = 0
    step: int = 0
    epoch: int = 0
    evaluated_step: int = 0
    epoch_rng: Tensor = field(default_factory=lambda: torch.empty(0))
    batches: list[tuple[Batch, int]] = field(default_factory=list)
    shuffled: Batch = field(default_factory=dict)
    order_step: int = 0
    order_skips: int = 0
    wanted: list[Change] = field(default_factory=list)
    changes: tuple[Change, ...] = ()
    granted: list[int] = field(default_factory=list)
    verdict: str = ""
    best_step: int = 0
    trained_s: float = 0.0

    @property
    def samples(self) -> int:
        return len(next(iter(self.learn.values())))

    @property
    def device(self) -> torch.device:
        return next(iter(self.learn.values())).device

    @property
    def steps_per_epoch(self) -> int:
        return math.ceil(self.samples / self.settings.training.batch_size)

    @property
    def left_in_epoch(self) -> int:
        """The steps to the end of this epoch."""
        return len(self.batches) - (self.step - self.order_step)

    @property
    def total_steps(self) -> int:
        epochs = 0 if self.verdict else self.settings.training.epochs - self.epoch
        return self.step + self.left_in_epoch + self.steps_per_epoch * epochs

    @property
    def next_change(self) -> float:
        """The step after which the next change is due."""
        return min([changes[0].step for changes in (self.planned, self.wanted) if changes], default=math.inf)

    @property
    def must_change(self) -> bool:
        return self.next_change <= self.step

    @property
    def is_finished(self) -> bool:
        if self.left_in_epoch or self.evaluated_step < self.step or self.must_change:
            return False
        return bool(self.verdict) or self.epoch >= self.settings.training.epochs

    @property
    def must_evaluate(self) -> bool:
        """An epoch that is to be measured has ended and was not measured yet; all are that something waits for."""
        if self.left_in_epoch or self.evaluated_step >= self.step:
            return False
        epochs = self.settings.training.epochs
        every = 1 if self.early else math.ceil(epochs / MAX_EVALUATIONS)
        return self.epoch % every == 0 or self.epoch == epochs


def begin(
    experiment: Experiment,
    limits: Limits | None = None,
    *,
    device: torch.device = CPU,
    replays: bool = True,
    deferred: bool | None = None,
) -> State:
    """A run before its first step. Without ``replays`` every step is computed by autograd: the same numbers, slower.

    ``deferred`` says whether losses are waited for only at a flush; left out, they are on a GPU.

    Raises:
        InvalidDocument: the drawing can't be trained.
        TrainingProblem: ``too_large``: it would take more than the limits allow; ``no_data``; ``out_of_memory``.
    """
    document = experiment.document
    limits = limits or Limits()
    bytes_before = resident_bytes()
    program = program_of(document)
    _check_memory(program, document.training.batch_size, limits)
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []), memory_in_words():
        torch.manual_seed(document.training.seed)
        net = program.network().to(device)
        net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # 2-d convolutions are fastest so
        rng, device_rng = torch.get_rng_state(), rng_of(device)
    learn, held_out = data_of(program, device)
    optimizers = [goal.make_optimizer(net) for goal in program.goals]
    if deferred is None:
        deferred = device != CPU
    failed = torch.zeros((), device=device) if deferred and can_defer(optimizers) else None
    state = State(
        experiment=experiment,
        program=program,
        net=net,
        optimizers=optimizers,
        schedules=[],
        learn=learn,
        held_out=held_out,
        shuffle=torch.Generator().manual_seed(document.training.seed),
        chance=torch.Generator().manual_seed(document.training.seed),
        rng=rng,
        device_rng=device_rng,
        steps=[
            _step(goal, net, optimizer, failed, replays=replays, is_compiled=bool(document.training.compiled))
            for goal, optimizer in zip(program.goals, optimizers, strict=True)
        ],
        failed=failed,
        losses=[math.nan] * len(program.goals),
        settings=changed(document, ()),
        planned=list(document.training.changes),
        early=_early_stopping(program, document),
        limits=limits,
        bytes_before=bytes_before,
    )
    state.schedules = [
        goal.make_schedule(optimizer, math.ceil(state.total_steps / goal.every)) if goal.make_schedule else None
        for goal, optimizer in zip(program.goals, state.optimizers, strict=True)
    ]
    if program.sources:
        fixed = torch.Generator().manual_seed(document.training.seed)
        drawn = program.sources(len(next(iter(held_out.values()))), fixed)
        state.held_out = {**held_out, **on_device(drawn, device)}
    _check_steps(state, limits)
    return state


def _step(
    goal: Goal,
    net: nn.Module,
    optimizer: torch.optim.Optimizer,
    failed: Tensor | None,
    *,
    replays: bool,
    is_compiled: bool,
) -> Step:
    """What takes the steps of an Objective, and waits for each loss where there is no ``failed``.

    What looks at the losses, such as probes, goes on by the plain functions.
    """
    if is_compiled:
        goal = goal.compiled()
    if failed is None:
        return Step(goal, net, optimizer, replays=replays and device_of(net) == CPU and not is_compiled)
    if replays and failed.is_cuda:
        return GraphedStep(goal, net, optimizer, failed, capture=capture)
    return DeferredStep(goal, net, optimizer, failed)


def _early_stopping(program: Program, document: Document) -> EarlyStopping | None:
    training = document.training
    if not training.monitor:
        return None
    rises, patience, min_delta = program.monitor_rises, training.patience, training.min_delta
    return EarlyStopping(training.monitor, rises=rises, patience=patience, min_delta=min_delta)


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
        state.trained_s = trained_s + time.perf_counter() - begun
        yield from _ending(state)
    except TrainingProblem as error:
        yield Failed(problem=error.problem)
    finally:
        state.rng, state.device_rng = torch.get_rng_state(), rng_of(state.device)


def _train(state: State, deadline: float, should_pause: Callable[[], bool], until_step: float) -> Iterator[Event]:
    state.net.train()
    losses = DeferredLosses(state) if state.failed is not None else Losses(state)
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
            if time.perf_counter() >= deadline or state.is_finished or state.step >= until_step:
                break
            if time.perf_counter() >= due:
                due = time.perf_counter() + FLUSH_S
                yield from losses.flush()
                check_growth(state.bytes_before, state.limits.memory_bytes)
                if should_pause():
                    break
            _train_until(state, min(due, deadline), min(until_step, state.next_change), losses)
    except (TrainingProblem, RuntimeError, MemoryError):
        yield from losses.flush()
        raise
    yield from losses.flush()


def _ending(state: State) -> Iterator[Event]:
    """The event that ends the run, if it is over."""
    if state.is_finished:
        yield Finished(reason=_finish_words(state))
    elif state.trained_s >= state.limits.seconds:
        minutes = f"{state.limits.seconds / 60:,.0f} minutes"
        yield Stopped(reason=f"Stopped after {minutes} of training, the most that one run may take.")


def _finish_words(state: State) -> str:
    epochs, early = state.settings.training.epochs, state.early
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
        TrainingProblem: ``not_finite``, naming the first node whose output is not finite.
    """
    batch, rows = next_batch(state)
    for place, goal in enumerate(state.program.goals):
        if state.step % goal.every:
            continue
        try:
            state.losses[place] = state.steps[place](batch, rows)
        except NotFinite:
            raise not_finite(state, batch) from None
        if schedule := state.schedules[place]:
            schedule.step()
    state.step += 1
    return state.losses


def evaluate(state: State) -> Evaluated:
    """The loss and the metrics on the held-out samples."""
    state.net.eval()
    with torch.inference_mode():
        values = state.program.metrics(state.net, state.held_out)
    state.net.train()
    state.evaluated_step = state.step
    return Evaluated(step=state.step, epoch=state.epoch, metrics={name: v.item() for name, v in values.items()})


def _check_memory(program: Program, batch_size: int, limits: Limits) -> None:
    weights = program.parameters * 16  # weight, gradient and two moments, of four bytes each
    signals = program.cost.memory * batch_size  # gradients take the place of what the way back no longer needs
    if weights + signals > limits.memory_bytes:
        raise TrainingProblem(
            "too_large",
            f"This network would need about {(weights + signals) / 2**30:,.1f} GiB of memory; "
            f"{limits.memory_bytes / 2**30:,.1f} GiB are allowed for one run.",
            "Make layers narrower, or the batch smaller.",
        )


def _check_steps(state: State, limits: Limits) -> None:
    if state.total_steps > limits.steps:
        raise TrainingProblem(
            "too_large",
            f"This run would take {state.total_steps:,} steps; at most {limits.steps:,} are allowed.",
            "Train for fewer epochs, or use larger batches.",
        )
