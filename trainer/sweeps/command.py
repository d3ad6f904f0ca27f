"""A sweep without any web: one trial after the other, in this process."""

from __future__ import annotations

import sys
from dataclasses import replace

import torch

from builder.checker.checker import check
from builder.drawing.document import Document
from builder.drawing.problems import InvalidDocument
from trainer.problems import TrainingProblem
from trainer.run.beginning import begin
from trainer.run.events import Evaluated, Failed
from trainer.run.experiment import Experiment, Limits
from trainer.run.loop import train_slice
from trainer.sweeps.arms import drawn
from trainer.sweeps.check import checked
from trainer.sweeps.plan import SweepPlan, read_plan
from trainer.sweeps.pruning import is_hopeless
from trainer.sweeps.registry import SEARCHES
from trainer.sweeps.result import lines
from trainer.sweeps.search import Trial, ask, best_of, score_of

SLICE_S = 60.0


def sweep(document: Document, plan_text: bytes, device: torch.device) -> Document:
    """Make every trial, tell how it did as a line of a table, and return the drawing with the best settings.

    Raises:
        InvalidDocument: the drawing can't be trained.
        InvalidPlan: the sweep can't be made of it.
        TrainingProblem: ``no_trial``: not a single trial came to an end.
    """
    plan = checked(document, read_plan(plan_text))
    trials: list[Trial] = []
    _row("trial", [axis.path for axis in plan.axes], plan.judge.name)
    while asked := ask(SEARCHES[plan.search], plan, trials):
        trial, words = made(document, plan, trials, asked, device)
        trials.append(trial)
        _row(str(trial.number), list(map(str, trial.values.values())), words)
    best = best_of(plan, trials)
    if best is None:
        raise TrainingProblem(
            "no_trial", "Not a single trial came to an end.", "Vary less: smaller rates, other sizes."
        )
    _row("best", list(map(str, best.values.values())), f"{best.score:.6g}")
    for line in _laws(document, plan, trials):
        print(line, file=sys.stderr)
    return drawn(document, plan, best.values)


def _laws(document: Document, plan: SweepPlan, trials: list[Trial]) -> list[str]:
    """The power laws that were asked for, in words."""
    parameters = {trial.number: check(drawn(document, plan, trial.values)).parameters for trial in trials}
    found = lines(plan, trials, parameters) if plan.shown and plan.shown.is_power_law else []
    return [f"{line.label or plan.judge.name}: {line.fit.words}" for line in found if line.fit]


def made(
    document: Document, plan: SweepPlan, trials: list[Trial], asked: Trial, device: torch.device
) -> tuple[Trial, str]:
    """A trial that was trained here and now, and what to say of it."""
    course: dict[int, float] = {}
    is_given_up = False
    try:
        sealed = Limits(opens_test=False)  # trials are chosen among: only validation may speak
        state = begin(Experiment(document=drawn(document, plan, asked.values)), sealed, device=device)
        while not state.is_finished and not is_given_up:
            for event in train_slice(state, SLICE_S):
                if isinstance(event, Failed):
                    return replace(asked, status="failed"), event.problem.message
                if isinstance(event, Evaluated) and plan.judge.name in event.metrics:  # a stage measures what it trains
                    course[event.epoch] = event.metrics[plan.judge.name]
                    if is_given_up := is_hopeless(plan, trials, course):
                        break
    except InvalidDocument as error:
        return replace(asked, status="failed"), error.problems[0].message
    except TrainingProblem as error:
        return replace(asked, status="failed"), error.problem.message
    score = score_of(plan, list(course.values()))
    if score is None:
        return replace(asked, status="failed"), f"{plan.judge.name} is not a number."
    ended = replace(asked, status="finished", score=score, course=course)
    return ended, f"{score:.6g}{' (ended early)' if is_given_up else ''}"


def _row(first: str, values: list[str], last: str) -> None:
    print("  ".join([first.ljust(5), *(value.ljust(20) for value in values), last]), file=sys.stderr)
