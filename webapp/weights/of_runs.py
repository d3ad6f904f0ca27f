"""Weights that a run keeps, as a file that others begin from."""

from __future__ import annotations

from trainer.problems import TrainingProblem
from trainer.run import checkpoint
from trainer.run.moments import LAST, Moment, moments, weights_of
from webapp.accounts.models import Visitor
from webapp.errors import ApiError
from webapp.runs.files import checkpoints
from webapp.runs.models import Run
from webapp.weights.models import KeptWeights
from webapp.weights.store import MAX_BYTES, keep_tensors

MAX_CHECKPOINT = 4 * MAX_BYTES
"""A state holds weights, two moments of each, and the best ones."""


def moments_of(run: Run) -> list[Moment]:
    """The weights that a run keeps; none before its first checkpoint."""
    try:
        return moments(checkpoints(run.pk))
    except TrainingProblem:
        return []


def keep_of_run(visitor: Visitor, run: Run, moment: str) -> KeptWeights:
    """Keep the weights of a moment of a run for somebody. Nothing of the run changes.

    Raises: ApiError ``no_checkpoint``, ``no_such_weights``, ``too_large_here``, ``budget_spent``.
    """
    folder = checkpoints(run.pk)
    if (size := checkpoint.size(folder)) > MAX_CHECKPOINT:
        raise ApiError(
            413,
            "too_large_here",
            f"The state of this run takes {size / 1e9:.1f} GB; at most {MAX_CHECKPOINT / 1e9:.0f} GB are read here.",
            "Train where it lies: python -m trainer DRAWING --weights FOLDER.",
        )
    try:
        which, tensors = weights_of(folder, moment)
    except TrainingProblem as error:
        problem = error.problem
        raise ApiError(409, problem.code, problem.message, problem.hint) from error
    name = f"{_called(run)} of {run.project.name}"[:160] + ("" if which.name == LAST else f", {which.name}")
    mine = run if run.project.owner_id == visitor.pk else None
    return keep_tensors(visitor, tensors, name=name, origin="run", run=mine, moment=which.name, step=which.step)


def _called(run: Run) -> str:
    return run.name or (f"Run {run.number}" if run.number else "a trial")
