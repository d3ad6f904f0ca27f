"""A run that several processes train: set up in each, then led by one and followed by the others."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace

import torch
from torch import Tensor, nn

from builder.compiler.program import Batch
from builder.drawing.document import Change
from trainer.distributed.dividing import divide, leaves_parameters_out
from trainer.distributed.step import SharedStep
from trainer.distributed.team import CHANGE, END, GATHER, Team, leave
from trainer.distributed.working import Working
from trainer.faults import words
from trainer.problems import ProcessDied, TrainingProblem, stages_alone
from trainer.run.batches import some_batch
from trainer.run.loop import train_step
from trainer.run.state import State
from trainer.run.steering import make_change
from trainer.step.computing import computing, in_words


def share(state: State, team: Team, *, sharded: bool) -> Working:
    """Make each step of a run one that all processes take together; all have begun, or loaded, the same run.

    Raises:
        TrainingProblem: ``stages_alone``, ``batch_too_small``, ``not_divisible``, ``not_in_bfloat16``,
            ``not_shardable``, and what torch refuses, by the node that it came from.
    """
    if state.stages:
        raise stages_alone()
    batch_size = state.settings.training.batch_size
    team.share(state.samples % batch_size or batch_size)  # the last batch of an epoch is the smallest
    batch = some_batch(state)
    with in_words(state.settings.training), words.in_words(state.program):
        divisions = [divide(state, goal, batch) for goal in state.program.goals]
        finds_unused = leaves_parameters_out(state, batch)
    warnings.filterwarnings("ignore", "Detected call of `lr_scheduler.step")  # the working optimizers take the steps
    working = Working(state, team, sharded=sharded, finds_unused=finds_unused)
    state.steps = [SharedStep(state, place, working, team, division) for place, division in enumerate(divisions)]
    if not team.leads:  # what is drawn inside the network, such as dropout, is each process's own
        torch.manual_seed(state.experiment.document.training.seed + team.rank * 1_000_003 + state.step)
        state.rng = torch.get_rng_state()
    return working


class Followers:
    """The other processes, as the leader sees them."""

    def __init__(self, state: State, working: Working, team: Team) -> None:
        self._state, self._working, self._team = state, working, team

    def gather(self) -> None:
        """Bring the run's network and optimizers up to date: before they are looked at, and before they are saved."""
        with self._team.in_touch():
            self._team.tell(GATHER)
            self._working.gather()

    def want(self, changes: Sequence[Change]) -> None:
        """Have all processes make these changes, as soon as they are due."""
        if changes or self._state.wanted:
            with self._team.in_touch():
                self._team.tell(CHANGE)
                self._team.tell_changes(changes)
        self._state.wanted = list(changes)


@contextlib.contextmanager
def leading(state: State, working: Working, team: Team) -> Iterator[Followers]:
    """Inside, the run can be trained and measured like any other."""
    followers, whole = Followers(state, working, team), state.program

    def metrics(net: nn.Module, batch: Batch) -> dict[str, Tensor]:
        if not state.shows_averages:  # they are put in the place of what was gathered just before
            followers.gather()
        return whole.metrics(net, batch)

    def trace(net: nn.Module, batch: Batch) -> dict[str, Tensor]:
        followers.gather()
        return whole.trace(net, batch)

    state.program = replace(whole, metrics=metrics, trace=trace)
    try:
        yield followers
    finally:
        team.tell(END)


def follow(state: State, working: Working, team: Team) -> None:
    """Take each step that the leader takes, until it ends; with the leader's end, this process ends too."""
    torch.set_rng_state(state.rng)
    state.net.train()
    try:
        with team.in_touch(), computing(state.settings.training):
            _obey(state, working, team)
    except (TrainingProblem, ProcessDied):
        leave(0)  # somebody else has said why


def _obey(state: State, working: Working, team: Team) -> None:
    while (order := team.hear()) != END:
        if order == GATHER:
            working.gather()
            continue
        if order == CHANGE:
            _make_due_changes(state)  # the leader has made them
            state.wanted = team.hear_changes()
            continue
        try:
            while state.step <= order:
                _make_due_changes(state)
                train_step(state)
        except TrainingProblem as error:
            if error.problem.code != "not_finite":  # that, all of them meet, and the leader tells it
                team.leave_word(error.problem)


def _make_due_changes(state: State) -> None:
    while state.must_change:
        list(make_change(state))
