"""The latest checkpoint of a run, loaded in the web process to be tried out and looked into."""

from __future__ import annotations

import threading
from collections import OrderedDict
from uuid import UUID

from builder.document import read_document
from trainer import checkpoint
from trainer.experiment import Experiment
from trainer.loop import State
from trainer.problems import TrainingProblem
from webapp.errors import ApiError
from webapp.runs.files import checkpoints
from webapp.runs.models import Run

KEPT = 8

_loaded: OrderedDict[UUID, tuple[int, State]] = OrderedDict()
_lock = threading.Lock()


def latest_state(run: Run) -> State:
    """The state of the run's last commit; loaded once, as a drawing hand asks many times a second.

    Raises: ApiError ``no_checkpoint``.
    """
    with _lock:
        step, state = _loaded.get(run.pk, (-1, None))
        if state is None or step != run.step:
            state = _load(run)
        _loaded[run.pk] = (run.step, state)
        _loaded.move_to_end(run.pk)
        while len(_loaded) > KEPT:
            _loaded.popitem(last=False)
    return state


def _load(run: Run) -> State:
    folder = checkpoints(run.pk)
    if not checkpoint.exists(folder):
        raise ApiError(409, "no_checkpoint", "This run has not saved a state yet.", "It does so every two seconds.")
    try:
        return checkpoint.load(Experiment(document=read_document(run.document)), folder)
    except TrainingProblem as error:
        raise ApiError(409, error.problem.code, error.problem.message, error.problem.hint) from error
