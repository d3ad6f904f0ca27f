"""The worker's side: one run, one slice further."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any, cast
from uuid import UUID

import redis
from django.conf import settings
from django.db import OperationalError

from builder.document import read_document
from builder.problems import InvalidDocument, Problem
from trainer import checkpoint
from trainer.device import device_called
from trainer.events import ENDED, CheckpointSaved, Failed, Finished, Paused, Started, Stopped
from trainer.experiment import Experiment
from trainer.looker import Looker
from trainer.looks import Look
from trainer.loop import State, train_slice
from trainer.problems import TrainingProblem
from webapp.runs.changes import keep, note_made, waiting_changes
from webapp.runs.computing import Pace, begin_settled
from webapp.runs.files import checkpoints
from webapp.runs.lease import Lease, lease
from webapp.runs.limits import limits_of_a_run
from webapp.runs.log import Fenced, RunLog
from webapp.runs.models import Run
from webapp.runs.segments import commit, open_log
from webapp.runs.store import PROBES_KEPT, connection, drain_key, log_connection, probes_key, watch_key, wish_key
from webapp.runs.wishes import settle, tell_worker

log = logging.getLogger(__name__)

SLICE_S = 2.0
ROUND_S = 6.0
"""How long it may take, where slices can be made that short, until every run that waits has had a turn."""
SHORTEST_SLICE_S = 0.15
TRAINS, TRAINS_ALONE = 15, 60
"""How many times longer a run trains than it takes to store it, so that storing costs 6 %, and 2 % of a lone run."""
ASK_EVERY_S = 0.25
"""How often the worker asks whether somebody looks."""
MAX_HOT_BYTES = 2**30
MAX_UNCOMMITTED = 2
LONGEST_PAUSE_S = 2.0
ENDING = (Finished, Stopped, Failed)


@dataclass
class Hot:
    """A run that this process has in memory, as its last slice left it."""

    state: State
    log: RunLog
    pace: Pace
    looker: Looker = field(default_factory=Looker)
    storing_s: deque[float] = field(default_factory=lambda: deque(maxlen=3))

    @property
    def cost_s(self) -> float:
        """What storing a slice takes: the best of the last ones, as a disk may be busy with something else."""
        return min(self.storing_s, default=0.0)


_hot: OrderedDict[UUID, Hot] = OrderedDict()


def advance(run_id: UUID, *, boot: str, waiting: Callable[[], int]) -> bool:
    """Train a run slice by slice until it is over, or another run should have its turn.

    ``waiting`` counts the runs that wait for one: the more there are, the shorter the slices.

    Returns:
        Whether the run is to be woken again.
    """
    with lease(run_id) as held:
        if held is None:
            return False
        while True:
            run = Run.objects.filter(pk=run_id).first()
            if run is None or run.status in ENDED:
                _hot.pop(run_id, None)
                return False
            try:
                goes_on = _advance_once(run, held, boot, waiting())
            except Fenced:
                log.warning("Run %s was taken up by another worker", run_id)
                goes_on = False
            if not goes_on:
                _hot.pop(run_id, None)
                return False
            if is_draining(boot) or waiting():
                return True


def slice_s(waiting: int, cost_s: float = 0.0) -> float:
    """How long a slice lasts while so many other runs wait, if storing it takes ``cost_s``."""
    if not waiting:
        return min(10 * SLICE_S, max(SLICE_S, TRAINS_ALONE * cost_s))
    return min(SLICE_S, max(SHORTEST_SLICE_S, ROUND_S / (1 + waiting), TRAINS * cost_s))


def _advance_once(run: Run, held: Lease, boot: str, waiting: int) -> bool:
    hot = _hot.get(run.pk)
    is_warm = hot and run.wish == "run" and (hot.log.attempt, hot.log.seq) == (run.attempt, run.seq)
    if not is_warm and not settle(run):
        return False
    if run.uncommitted >= MAX_UNCOMMITTED:
        return _fail(run, open_log(run), held, _worker_died(run))
    tell_worker(run, run.wish)
    _count_slice(run, is_new_attempt=not is_warm)
    try:
        hot = hot if is_warm and hot else _take_up(run)
    except TrainingProblem as error:
        return _fail(run, open_log(run), held, error.problem)
    except InvalidDocument as error:
        return _fail(run, open_log(run), held, error.problems[0])
    except (redis.RedisError, OperationalError):
        with suppress(OperationalError):  # our process did not die of it
            Run.objects.filter(pk=run.pk, attempt=run.attempt).update(uncommitted=run.uncommitted - 1)
        raise
    except Fenced:
        raise
    except Exception:
        log.exception("Run %s could not begin", run.pk)
        return _fail(run, open_log(run), held, _our_fault())
    _remember(run.pk, hot)
    return _slice(run, hot, held, boot, slice_s(waiting, hot.cost_s))


def _count_slice(run: Run, *, is_new_attempt: bool) -> None:
    """Count the slice in the row before it begins, and the attempt if it is a new one.

    A commit takes the count back: what stays of it is a process that died. Raises: Fenced.
    """
    ours = {"attempt": run.attempt + is_new_attempt, "uncommitted": run.uncommitted + 1, "status": "running"}
    if not Run.objects.filter(pk=run.pk, attempt=run.attempt, seq=run.seq).update(**ours):
        raise Fenced(str(run.pk))
    for name, value in ours.items():
        setattr(run, name, value)


def _take_up(run: Run) -> Hot:
    """Load the run where its log ends, or begin it."""
    run_log = open_log(run)
    experiment = Experiment(document=read_document(run.document))
    folder, limits = checkpoints(run.pk), limits_of_a_run()
    device = device_called("cpu" if run.device == "cpu" else settings.CONFIG.worker_device)
    if checkpoint.exists(folder):
        state = checkpoint.load(experiment, folder, limits, device=device, not_after=run.step, attempt=run.attempt)
    else:
        state = begin_settled(run, experiment, limits, device)
    run_log.append(
        Started(
            reason="Training." if state.step == 0 else f"Going on from step {state.step:,}.",
            step=state.step,
            total_steps=state.total_steps,
            steps_per_epoch=state.steps_per_epoch,
            device=device.type,
            epochs=state.settings.training.epochs,
            precision=state.settings.training.precision,
        )
    )
    return Hot(state, run_log, Pace(state))


def _slice(run: Run, hot: Hot, held: Lease, boot: str, budget_s: float) -> bool:
    """Train for a while, then store everything. Whether there is more to train."""
    last: object = None
    try:
        look = _Watchers(run.pk, hot)
        hot.state.wanted = waiting_changes(run, hot.state)
        hot.pace.begin_slice()
        is_over = partial(_is_over, held, run.pk, boot)
        for event in train_slice(hot.state, budget_s, is_over, run.until_step):
            last = hot.log.append(event) if not isinstance(event, ENDING) else event
            look()
        if asked := hot.pace.end_slice():
            keep(run, asked)
        trained_at = time.perf_counter()
        held.check()
        if not isinstance(last, Failed):
            digest = checkpoint.save(hot.state, checkpoints(run.pk), run.attempt)
            hot.log.append(CheckpointSaved(step=hot.state.step, digest=digest))
            note_made(run, hot.state)
    except Fenced:
        raise
    except TrainingProblem as error:
        return _wait_for_room(run, hot.log, held, error.problem)
    except Exception:
        log.exception("Run %s broke at step %s", run.pk, hot.state.step)
        return _fail(run, hot.log, held, _our_fault())
    if isinstance(last, ENDING):
        hot.log.append(last)
    elif run.until_step and hot.state.step >= run.until_step:
        hot.log.append(Paused(reason=f"After step {hot.state.step:,}."))
        Run.objects.filter(pk=run.pk, wish="run", until_step=run.until_step).update(wish="pause", until_step=None)
    _store(run, hot.log, held)
    hot.storing_s.append(time.perf_counter() - trained_at)
    return run.status == "running"


def _store(run: Run, run_log: RunLog, held: Lease) -> None:
    """Commit, however long the database is busy or without room: as long as the run is ours, nothing is lost.

    Raises: Fenced.
    """
    for tries in count():
        try:
            return commit(run, run_log)
        except OperationalError as error:
            log.warning("Run %s can't be stored at step %s (%s); trying again", run.pk, run.step, error)
        time.sleep(min(LONGEST_PAUSE_S, 0.1 * 2**tries))
        held.check()


def _wait_for_room(run: Run, run_log: RunLog, held: Lease, problem: Problem) -> bool:
    """Its state can't be saved: pause the run where it was saved last, until its owner has it go on."""
    run_log.append(Paused(reason="Its state can't be saved.", problem=problem))
    _store(run, run_log, held)
    Run.objects.filter(pk=run.pk, wish="run").update(wish="pause")
    return False


def _fail(run: Run, run_log: RunLog, held: Lease, problem: Problem) -> bool:
    run_log.append(Failed(problem=problem))
    _store(run, run_log, held)
    return False


def _remember(run_id: UUID, hot: Hot) -> None:
    _hot[run_id] = hot
    _hot.move_to_end(run_id)
    while len(_hot) > 1 and sum(_bytes(other.state) for other in _hot.values()) > MAX_HOT_BYTES:
        _hot.popitem(last=False)


def _bytes(state: State) -> int:
    """What a run keeps in memory between its slices, by an estimate: data, weights, two moments."""
    data = sum(values.nbytes for split in (state.learn, state.held_out) for values in split.values())
    return data + 16 * state.program.parameters


def _is_over(held: Lease, run_id: UUID, boot: str) -> bool:
    return held.is_lost or _is_interrupted(run_id, boot)


def _is_interrupted(run_id: UUID, boot: str) -> bool:
    """Whether the owner wants something else, or this worker is told to stop."""
    try:
        wanted, draining = log_connection().mget(wish_key(run_id), drain_key(boot))
    except redis.RedisError:
        return False
    return wanted in (b"pause", b"stop", b"change") or draining is not None


def is_draining(boot: str) -> bool:
    """Whether this worker is told to stop."""
    try:
        return bool(connection().exists(drain_key(boot)))
    except redis.RedisError:
        return False


class _Watchers:
    """Sends what somebody looks at, while a slice trains."""

    def __init__(self, run_id: UUID, hot: Hot) -> None:
        self._run_id, self._hot = run_id, hot
        self._views: list[str] = []
        self._ask_at = 0.0
        hot.looker.resume()

    def __call__(self) -> None:
        try:
            if time.monotonic() >= self._ask_at:
                self._ask_at = time.monotonic() + ASK_EVERY_S
                self._views = self._watched()
            for looks in self._hot.looker.look(self._hot.state, self._views):
                self._send(looks)
        except redis.RedisError:
            return

    def _watched(self) -> list[str]:
        views = cast(dict[bytes, bytes], log_connection().hgetall(watch_key(self._run_id)))
        return [view.decode() for view, until in views.items() if float(until) > time.time()]

    def _send(self, looks: list[Look]) -> None:
        if not looks:
            return
        pipeline = log_connection().pipeline(transaction=False)
        for look in looks:
            entry: dict[Any, Any] = {"view": look.view, "d": look.encode()}
            pipeline.xadd(probes_key(self._run_id), entry, maxlen=PROBES_KEPT, approximate=False)
        pipeline.expire(probes_key(self._run_id), 60)
        pipeline.execute()


def _worker_died(run: Run) -> Problem:
    return Problem(
        code="worker_died",
        message=f"The worker died {MAX_UNCOMMITTED} times in a row after step {run.step:,}.",
        hint="It probably ran out of memory: make layers narrower, or the batch smaller.",
    )


def _our_fault() -> Problem:
    return Problem(
        code="training_failed",
        message="Training broke because of an error on our side.",
        hint="The last saved state can still be tried out. Please report it.",
    )
