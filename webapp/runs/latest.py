"""The latest checkpoint of a run, loaded in the web process to be tried out and looked into."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Literal
from uuid import UUID

from django.http import HttpRequest

from builder.document import read_document
from trainer import checkpoint
from trainer.experiment import Experiment
from trainer.loop import State
from trainer.problems import TrainingProblem
from webapp.errors import ApiError
from webapp.runs.files import checkpoints
from webapp.runs.limits import limits_of_a_run
from webapp.runs.models import Run

KEPT = 8

WhichWeights = Literal["best", "last"]

_loaded: OrderedDict[tuple[UUID, bool], tuple[int, State]] = OrderedDict()
_lock = threading.Lock()


def which_weights(request: HttpRequest) -> WhichWeights | None:
    """What the caller asks for.

    Raises: ApiError ``invalid_request``.
    """
    match request.GET.get("weights"):
        case "best" | "last" | None as asked:
            return asked
    raise ApiError(400, "invalid_request", "weights is best or last.", "Leave it out to get what fits.")


def latest_state(run: Run, which: WhichWeights | None = None) -> State:
    """The state of the run's last commit; loaded once, as a drawing hand asks many times a second.

    Its weights are the last ones. Where they are asked for, and by themselves once the run has ended, they are those
    that early stopping kept, if it kept any yet.

    Raises: ApiError ``no_checkpoint``, ``no_best``.
    """
    is_best = which == "best" or (which is None and run.ended_at is not None)
    key = run.pk, is_best
    with _lock:
        step, state = _loaded.get(key, (-1, None))
        if state is None or step != run.step:
            state = _load(run)
            if is_best:
                _take_best(state)
        _loaded[key] = (run.step, state)
        _loaded.move_to_end(key)
        while len(_loaded) > KEPT:
            _loaded.popitem(last=False)
    if which == "best" and not state.early:
        raise ApiError(409, "no_best", "This run keeps no best weights.", "Choose what to monitor under Training.")
    return state


def _take_best(state: State) -> None:
    """Put the weights that early stopping kept in place of the last ones."""
    if state.early and state.early.weights:
        state.net.load_state_dict(state.early.weights)
        state.step = state.best_step


def _load(run: Run) -> State:
    folder = checkpoints(run.pk)
    if not checkpoint.exists(folder):
        raise ApiError(409, "no_checkpoint", "This run has not saved a state yet.", "It does so every two seconds.")
    try:
        return checkpoint.load(Experiment(document=read_document(run.document)), folder, limits_of_a_run())
    except TrainingProblem as error:
        raise ApiError(409, error.problem.code, error.problem.message, error.problem.hint) from error
