"""The latest checkpoint of a run, loaded in the web process to be tried out and looked into."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from typing import Literal
from uuid import UUID

from django.dispatch import receiver
from django.http import HttpRequest
from torch import Tensor

from builder.drawing.document import read_document
from builder.kinds.exporter import Weights
from builder.script.moving import Averages
from trainer.look.untrained import untrained
from trainer.problems import TrainingProblem
from trainer.run import checkpoint
from trainer.run.experiment import Experiment
from trainer.run.moments import weights_of
from trainer.run.state import State
from webapp.errors import ApiError
from webapp.own.bringing import bring_for
from webapp.runs.doors.trimming import trim_after
from webapp.runs.files import checkpoints
from webapp.runs.limits import limits_of_a_run
from webapp.runs.models import Run
from webapp.runs.signals import data_deleted

KEPT_BYTES = 512 * 2**20
"""What networks that were asked may hold between two questions, all together: so one of 25 million weights is kept."""
MAX_BYTES = 2 * 2**30
"""The largest checkpoint that is loaded here, one at a time."""

MOST_WEIGHTS = 4
"""So many weights of one run answer at once, side by side."""

WhichWeights = Literal["best", "last", "average"]
UNTRAINED = "untrained"
"""Fresh weights of the seed of a run: what it began with, or would have without those of another run."""

_loaded: OrderedDict[tuple[UUID, str], tuple[int, State]] = OrderedDict()
_lock = threading.Lock()


def which_weights(request: HttpRequest) -> WhichWeights | None:
    """What the caller asks for.

    Raises: ApiError ``invalid_request``.
    """
    match request.GET.get("weights"):
        case "best" | "last" | "average" | None as asked:
            return asked
    raise ApiError(400, "invalid_request", "weights is best, last or average.", "Leave it out to get what fits.")


def several_weights(request: HttpRequest) -> list[str | None]:
    """What the caller asks for: at most a few, each once; None, where nothing is, for what fits.

    One after the other, each as it is called, or all in one with commas between.

    Raises: ApiError ``invalid_request``.
    """
    asked = request.GET.getlist("weights")
    names = list(dict.fromkeys(asked[0].split(",") if len(asked) == 1 else asked))
    if len(names) > MOST_WEIGHTS:
        raise ApiError(400, "invalid_request", f"At most {MOST_WEIGHTS} weights answer at once.", "Ask again for more.")
    return [*names] or [None]


def name_of(which: str | None, run: Run, state: State) -> str:
    """Which weights a state has that `latest_state` gave."""
    return which or ("best" if run.ended_at is not None and state.early else "last")


def latest_state(run: Run, which: str | None = None) -> State:
    """The state of the run's last commit; loaded once, as a drawing hand asks many times a second.

    Its weights are the last ones. Where they are asked for, and by themselves once the run has ended, they are those
    that early stopping kept, if it kept any yet. The ``average`` is that which moves with the last ones, those of an
    ``untrained`` network are fresh, of the run's seed; any other name is that of a moment that the run keeps.

    Raises: ApiError ``no_checkpoint``, ``no_best``, ``no_average``, ``invalid_request``.
    """
    usual: WhichWeights = "best" if run.ended_at is not None else "last"
    key = run.pk, which or usual
    with _lock:
        step, state = _loaded.get(key, (-1, None))
        if state is None or step != run.step:
            _loaded.pop(key, None)  # before the next one: they are never both held
            state = _load(run)
            _take(state, which or usual, run)
        _keep(key, run.step, state)
    if which == "best" and not state.early:
        raise _no_best()
    if which == "average" and not Averages(state.optimizers).are_kept:
        raise _no_average()
    return state


def latest_weights(run: Run, which: WhichWeights | None = None) -> Weights:
    """The weights of the run's last commit, chosen as by `latest_state`; also when its data were deleted.

    Raises: ApiError ``no_checkpoint``, ``no_best``, ``no_average``.
    """
    try:
        last, best, average = checkpoint.weights(_folder(run))
    except TrainingProblem as error:
        raise ApiError(409, error.problem.code, error.problem.message, error.problem.hint) from error
    if which == "best" and not best:
        raise _no_best()
    if which == "average":
        if not average:
            raise _no_average()
        return average
    return best if best and (which == "best" or (which is None and run.ended_at is not None)) else last


@receiver(data_deleted)
def let_go(run_ids: Iterable[UUID], **_: object) -> None:
    """Keep nothing of these runs between two questions."""
    gone = set(run_ids)
    with _lock:
        for key in [key for key in _loaded if key[0] in gone]:
            _loaded.pop(key, None)


def held_bytes() -> int:
    """What the kept networks hold."""
    return sum(_bytes_of(state) for _, state in _loaded.values())


def _keep(key: tuple[UUID, str], step: int, state: State) -> None:
    """Keep this one, and of the others those asked last, as long as all of them are within the budget."""
    _loaded[key] = (step, state)
    _loaded.move_to_end(key)
    held = held_bytes()
    while _loaded and held > KEPT_BYTES:
        _, (_, oldest) = _loaded.popitem(last=False)
        held -= _bytes_of(oldest)


def _bytes_of(state: State) -> int:
    """Weights, what optimizers remember of them, the best ones, and data of the run's own."""
    remembered = [
        value for optimizer in state.optimizers for each in optimizer.state.values() for value in each.values()
    ]
    best = state.early.weights.values() if state.early else ()
    tensors = (*state.net.parameters(), *state.net.buffers(), *remembered, *best, *state.held_out.values())
    return sum(each.numel() * each.element_size() for each in tensors if isinstance(each, Tensor))


def _take(state: State, which: str, run: Run) -> None:
    """Put the weights that are asked for in place of the last ones, where there are any. Raises: ApiError."""
    match which:
        case "last":
            pass
        case "average":
            Averages(state.optimizers).exchange()
        case "best":
            if state.early and state.early.weights:
                state.net.load_state_dict(state.early.weights)
                state.step = state.best_step
        case "untrained":
            if (fresh := untrained(state)) is None:
                raise ApiError(413, "too_large_to_ask", "This network is too large to be made a second time.")
            state.net, state.step = fresh.net, 0
        case _:
            _take_moment(state, which, run)


def _take_moment(state: State, name: str, run: Run) -> None:
    """Put weights that the run keeps in place of the last ones. Raises: ApiError ``invalid_request``."""
    try:
        moment, weights = weights_of(_folder(run), name)
    except TrainingProblem as error:
        known = f"best, last, average, {UNTRAINED}, or a moment that it keeps"
        raise ApiError(400, "invalid_request", error.problem.message, f"weights is {known}.") from error
    state.net.load_state_dict(weights)
    state.step = moment.step or 0


def _no_best() -> ApiError:
    return ApiError(409, "no_best", "This run keeps no best weights.", "Choose what to monitor under Training.")


def _no_average() -> ApiError:
    hint = "Give its Objective an ema, 0.999 say, and train anew."
    return ApiError(409, "no_average", "This run keeps no average of its weights.", hint)


def _folder(run: Run) -> Path:
    """Where its checkpoints lie. Raises: ApiError, where there is none, or it is too large."""
    folder = checkpoints(run.pk)
    if not checkpoint.exists(folder):
        raise ApiError(409, "no_checkpoint", "This run has not saved a state yet.", "It does so every two seconds.")
    if (size := checkpoint.size(folder)) > MAX_BYTES:
        raise ApiError(
            413,
            "too_large_to_ask",
            f"This run saved {size / 2**30:.1f} GiB; at most {MAX_BYTES / 2**30:.0f} GiB are loaded to be asked here.",
            "Export the script and ask the network on your own machine.",
        )
    return folder


def _load(run: Run) -> State:
    folder, document = _folder(run), read_document(run.document)
    try:
        bring_for(document)
        state = checkpoint.load(Experiment(document=document), folder, limits_of_a_run())
    except TrainingProblem as error:
        raise ApiError(409, error.problem.code, error.problem.message, error.problem.hint) from error
    trim_after(state)
    return state
