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
from trainer.steps import NotFinite, Step

FLUSH_S = 0.05  # 20 flushes a second are as many as a chart can show
MAX_EVALUATIONS = 400  # a run of more epochs is measured every few epochs, and always after the last


@dataclass
class State:
    """A run between two steps. ``step`` counts finished steps, ``epoch`` the epochs begun.

    ``rng`` is the global random state to go on with; ``epoch_rng`` the shuffling generator's state
    before this epoch's order was drawn; ``chance`` draws what sources add to a batch. ``batches`` are those of this
    epoch, each with its number of rows. ``losses`` are the last ones, one for each Objective, as are ``steps``.
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
    steps: list[Step]
    losses: list[float]
    step: int = 0
    evaluated_step: int = 0
    epoch_rng: Tensor = field(default_factory=lambda: torch.empty(0))
    batches: list[tuple[Batch, int]] = field(default_factory=list)

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


def begin(experiment: Experiment, limits: Limits | None = None, *, replays: bool = True) -> State:
    """A run before its first step. Without ``replays`` every step is computed by autograd: the same numbers, slower.

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
        net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # 2-d convolutions are fastest so
        rng = torch.get_rng_state()
    learn, held_out = program.dataset.read(program.dataset_params)
    optimizers = [goal.make_optimizer(net) for goal in program.goals]
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
        steps=[
            Step(goal, net, optimizer, replays=replays)
            for goal, optimizer in zip(program.goals, optimizers, strict=True)
        ],
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
    while not state.is_finished:
        if state.must_evaluate:
            yield from losses.flush()
            yield evaluate(state)
        if time.perf_counter() >= deadline or state.is_finished:
            break
        if losses.are_due:
            yield from losses.flush()
            if should_pause():
                break
        try:
            _train_until(state, min(losses.due, deadline), losses)
        except TrainingProblem:
            yield from losses.flush()
            raise
    yield from losses.flush()
    if state.is_finished:
        epochs = state.experiment.document.training.epochs
        yield Finished(reason=f"All {epochs} epochs are done." if epochs > 1 else "The epoch is done.")


def _train_until(state: State, until: float, losses: _Losses) -> None:
    """Take steps until so late, or to the end of the epoch, but at least one."""
    while True:
        losses.add(train_step(state))
        if state.step % len(state.batches) == 0 or time.perf_counter() >= until:
            return


def train_step(state: State) -> list[float]:
    """One batch: forward, backward and update for each Objective whose turn it is. The last loss of each.

    Raises:
        TrainingProblem: ``not_finite``, naming the first node whose output is not finite.
    """
    batch, rows = _next_batch(state)
    for place, goal in enumerate(state.program.goals):
        if state.step % goal.every:
            continue
        try:
            state.losses[place] = state.steps[place](batch, rows)
        except NotFinite:
            raise _not_finite(state, batch) from None
        if schedule := state.schedules[place]:
            schedule.step()
    state.step += 1
    return state.losses


def _next_batch(state: State) -> tuple[Batch, int]:
    if not state.batches or state.step % len(state.batches) == 0:
        state.epoch_rng = state.shuffle.get_state()
        draw_order(state)
    batch, rows = state.batches[state.step % len(state.batches)]
    if state.program.sources:
        batch = batch | state.program.sources(rows, state.chance)
    return batch, rows


def draw_order(state: State) -> None:
    """Draw this epoch's order from where the shuffling generator stands, and lay its batches side by side."""
    batch_size = state.experiment.document.training.batch_size
    order = torch.randperm(state.samples, generator=state.shuffle)
    columns = [values.index_select(0, order).split(batch_size) for values in state.learn.values()]
    state.batches = [(dict(zip(state.learn, rows, strict=True)), len(rows[0])) for rows in zip(*columns, strict=True)]


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
        self.due = self._since + FLUSH_S

    @property
    def are_due(self) -> bool:
        return time.perf_counter() >= self.due

    def add(self, losses: list[float]) -> None:
        for column, loss in zip(self._columns, losses, strict=True):
            column.append(loss)

    def flush(self) -> Iterator[StepsEnded]:
        columns, since, count = self._columns, self._since, len(self._columns[0])
        self._columns, self._since = [[] for _ in columns], time.perf_counter()
        self.due = self._since + FLUSH_S
        if not count:
            return
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
    signals = program.values_per_sample * batch_size * 8  # value and gradient
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
