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

from builder.program import Batch, Program, compile
from trainer.events import Evaluated, Event, Failed, Finished, StepsEnded, float32_column
from trainer.experiment import Experiment, Limits
from trainer.problems import TrainingProblem

FLUSH_S = 0.05  # 20 flushes a second are as many as a chart can show
MAX_EVALUATIONS = 400  # a run of more epochs is measured every few epochs, and always after the last


@dataclass
class State:
    """A run between two steps. ``step`` counts finished steps, ``epoch`` the epochs begun.

    ``rng`` is the global random state to go on with; ``epoch_rng`` the shuffling generator's state
    before this epoch's order was drawn; ``chance`` draws what sources add to a batch. ``losses`` are the last
    ones, one for each Objective.
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
    losses: list[float]
    step: int = 0
    evaluated_step: int = 0
    epoch_rng: Tensor = field(default_factory=lambda: torch.empty(0))
    order: tuple[Tensor, ...] = ()

    @property
    def samples(self) -> int:
        return len(next(iter(self.learn.values())))

    @property
    def steps_per_epoch(self) -> int:
        return math.ceil(self.samples / self.experiment.document.training.batch_size)

    @property
    def total_steps(self) -> int:
        return self.steps_per_epoch * self.experiment.document.training.epochs

    @property
    def epoch(self) -> int:
        return math.ceil(self.step / self.steps_per_epoch)

    @property
    def is_finished(self) -> bool:
        return self.step >= self.total_steps and self.evaluated_step >= self.step

    @property
    def must_evaluate(self) -> bool:
        """An epoch that is to be measured has ended and was not measured yet."""
        every = self.steps_per_epoch * math.ceil(self.experiment.document.training.epochs / MAX_EVALUATIONS)
        at_end = self.step % every == 0 or self.step == self.total_steps
        return at_end and self.evaluated_step < self.step


def begin(experiment: Experiment, limits: Limits | None = None) -> State:
    """A run before its first step.

    Raises:
        InvalidDocument: the drawing can't be trained.
        TrainingProblem: ``too_large``: it would take more than the limits allow.
    """
    document = experiment.document
    program = compile(document)
    _check_memory(program, document.training.batch_size, limits or Limits())
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(document.training.seed)
        net = program.network()
        rng = torch.get_rng_state()
    learn, held_out = program.dataset.read(program.dataset_params)
    state = State(
        experiment=experiment,
        program=program,
        net=net,
        optimizers=[goal.make_optimizer(net) for goal in program.goals],
        schedules=[],
        learn=learn,
        held_out=held_out,
        shuffle=torch.Generator().manual_seed(document.training.seed),
        chance=torch.Generator().manual_seed(document.training.seed),
        rng=rng,
        losses=[math.nan] * len(program.goals),
    )
    state.schedules = [
        goal.make_schedule(optimizer, math.ceil(state.total_steps / goal.every)) if goal.make_schedule else None
        for goal, optimizer in zip(program.goals, state.optimizers, strict=True)
    ]
    if program.sources:
        fixed = torch.Generator().manual_seed(document.training.seed)
        state.held_out = {**held_out, **program.sources(len(next(iter(held_out.values()))), fixed)}
    _check_steps(state, limits or Limits())
    return state


def train_slice(state: State, budget_s: float, should_pause: Callable[[], bool] = lambda: False) -> Iterator[Event]:
    """Go on for about ``budget_s`` seconds, or until ``should_pause`` says so at a flush, or to the end.

    Whenever an event comes out, the state is whole and all its steps have been told; the last event of a
    run is Finished or Failed.
    """
    torch.set_rng_state(state.rng)
    try:
        yield from _train(state, time.perf_counter() + budget_s, should_pause)
    except TrainingProblem as error:
        yield Failed(problem=error.problem)
    finally:
        state.rng = torch.get_rng_state()


def _train(state: State, deadline: float, should_pause: Callable[[], bool]) -> Iterator[Event]:
    state.net.train()
    losses = _Losses(state)
    due = time.perf_counter() + FLUSH_S
    while not state.is_finished:
        if state.must_evaluate:
            yield from losses.flush()
            yield evaluate(state)
        now = time.perf_counter()
        if now >= deadline or state.is_finished:
            break
        if now >= due:
            yield from losses.flush()
            due = time.perf_counter() + FLUSH_S
            if should_pause():
                break
        try:
            losses.add(train_step(state))
        except TrainingProblem:
            yield from losses.flush()
            raise
    yield from losses.flush()
    if state.is_finished:
        epochs = state.experiment.document.training.epochs
        yield Finished(reason=f"All {epochs} epochs are done." if epochs > 1 else "The epoch is done.")


def train_step(state: State) -> list[float]:
    """One batch: forward, backward and update for each Objective whose turn it is. The last loss of each.

    Raises:
        TrainingProblem: ``not_finite``, naming the first node whose output is not finite.
    """
    batch = _next_batch(state)
    for place, (goal, optimizer) in enumerate(zip(state.program.goals, state.optimizers, strict=True)):
        if state.step % goal.every:
            continue
        loss = goal.objective(state.net, batch)
        value = loss.item()
        if not math.isfinite(value):
            raise _not_finite(state, batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if schedule := state.schedules[place]:
            schedule.step()
        state.losses[place] = value
    state.step += 1
    return state.losses


def _next_batch(state: State) -> Batch:
    place = state.step % state.steps_per_epoch
    if place == 0:
        state.epoch_rng = state.shuffle.get_state()
        draw_order(state)
    rows = state.order[place]
    batch = {name: values[rows] for name, values in state.learn.items()}
    if state.program.sources:
        batch |= state.program.sources(len(rows), state.chance)
    return batch


def draw_order(state: State) -> None:
    """Draw this epoch's order from where the shuffling generator stands."""
    batch_size = state.experiment.document.training.batch_size
    state.order = torch.randperm(state.samples, generator=state.shuffle).split(batch_size)


def evaluate(state: State) -> Evaluated:
    """The loss and the metrics on the held-out samples."""
    state.net.eval()
    with torch.no_grad():
        values = state.program.metrics(state.net, state.held_out)
    state.net.train()
    state.evaluated_step = state.step
    return Evaluated(step=state.step, epoch=state.epoch, metrics={name: v.item() for name, v in values.items()})


class _Losses:
    """The losses since the last flush."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._columns: list[list[float]] = [[] for _ in state.program.goals]
        self._since = time.perf_counter()

    def add(self, losses: list[float]) -> None:
        for column, loss in zip(self._columns, losses, strict=True):
            column.append(loss)

    def flush(self) -> Iterator[StepsEnded]:
        columns, since, count = self._columns, self._since, len(self._columns[0])
        if not count:
            return
        self._columns, self._since = [[] for _ in columns], time.perf_counter()
        names = [goal.loss_name for goal in self._state.program.goals]
        yield StepsEnded(
            first_step=self._state.step - count + 1,
            count=count,
            epoch=self._state.epoch,
            rate=count / max(self._since - since, 1e-9),
            losses={name: float32_column(column) for name, column in zip(names, columns, strict=True)},
        )


def _not_finite(state: State, batch: Batch) -> TrainingProblem:
    with torch.no_grad():
        values = state.program.trace(state.net, batch)
    first = next((node for node, value in values.items() if not torch.isfinite(value).all()), None)
    return TrainingProblem(
        "not_finite",
        f"At step {state.step + 1} the loss was not a finite number."
        + (f" {first} was the first node to overflow." if first else ""),
        "The steps are probably too large: try a learning rate ten times smaller.",
        node=first,
    )


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
