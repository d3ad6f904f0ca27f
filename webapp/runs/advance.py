"""The worker's side: one run, one slice further."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import count
from typing import Any, cast
from uuid import UUID

import redis
from django.db import OperationalError

from builder.problems import InvalidDocument, Problem
from trainer.events import ENDED, CheckpointSaved, Failed, Finished, Paused, Stopped
from trainer.problems import ProcessDied, TrainingProblem
from trainer.trainee import Seen
from webapp.runs.changes import keep, note_made, waiting_changes
from webapp.runs.files import checkpoints
from webapp.runs.forgetting import forget
from webapp.runs.hot import Hot, HotRuns, take_up
from webapp.runs.lease import Lease, lease
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
MAX_UNCOMMITTED = 2
LONGEST_PAUSE_S = 2.0
ENDING = (Finished, Stopped, Failed)


_hot = HotRuns()


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
                _let_go(run_id)
                return False
            try:
                goes_on = _advance_once(run, held, boot, waiting())
            except Fenced:
                log.warning("Run %s was taken up by another worker", run_id)
                goes_on = False
            except ProcessDied as error:
                log.warning("Run %s, step %s: %s", run_id, run.step, error)
                _hot.drop(run_id)
                goes_on = True
            if not goes_on:
                _let_go(run_id)
                return False
            if is_draining(boot) or waiting():
                return True


def _let_go(run_id: UUID) -> None:
    """Keep nothing of a run in memory and, if it was deleted while it trained, nothing anywhere."""
    _hot.drop(run_id)
    if not Run.objects.filter(pk=run_id).exists():
        forget([run_id])


def slice_s(waiting: int, cost_s: float = 0.0) -> float:
    """How long a slice lasts while so many other runs wait, if storing it takes ``cost_s``."""
    if not waiting:
        return min(10 * SLICE_S, max(SLICE_S, TRAINS_ALONE * cost_s))
    return min(SLICE_S, max(SHORTEST_SLICE_S, ROUND_S / (1 + waiting), TRAINS * cost_s))


def _advance_once(run: Run, held: Lease, boot: str, waiting: int) -> bool:
    hot = _hot.get(run.pk)
    is_warm = hot and run.wish == "run" and (hot.log.attempt, hot.log.seq) == (run.attempt, run.seq)
    if not is_warm:
        _hot.drop(run.pk)
        if not settle(run):
            return False
    if run.uncommitted >= MAX_UNCOMMITTED:
        return _fail(run, open_log(run), held, _worker_died(run))
    tell_worker(run, run.wish)
    _count_slice(run, is_new_attempt=not is_warm)
    try:
        hot = hot if is_warm and hot else take_up(run)
    except TrainingProblem as error:
        return _fail(run, open_log(run), held, error.problem)
    except InvalidDocument as error:
        return _fail(run, open_log(run), held, error.problems[0])
    except (redis.RedisError, OperationalError):
        with suppress(OperationalError):  # our process did not die of it
            Run.objects.filter(pk=run.pk, attempt=run.attempt).update(uncommitted=run.uncommitted - 1)
        raise
    except (Fenced, ProcessDied):
        raise
    except Exception:
        log.exception("Run %s could not begin", run.pk)
        return _fail(run, open_log(run), held, _our_fault())
    _hot.keep(run.pk, hot)
    worth_s = hot.starting_s if waiting else 0.0  # alone it keeps its processes anyhow, and is stored sooner
    return _slice(run, hot, held, boot, max(worth_s, slice_s(waiting, hot.cost_s)))


def _count_slice(run: Run, *, is_new_attempt: bool) -> None:
    """Count the slice in the row before it begins, and the attempt if it is a new one.

    A commit takes the count back: what stays of it is a process that died. Raises: Fenced.
    """
    ours = {"attempt": run.attempt + is_new_attempt, "uncommitted": run.uncommitted + 1, "status": "running"}
    if not Run.objects.filter(pk=run.pk, attempt=run.attempt, seq=run.seq).update(**ours):
        raise Fenced(str(run.pk))
    for name, value in ours.items():
        setattr(run, name, value)


def _slice(run: Run, hot: Hot, held: Lease, boot: str, budget_s: float) -> bool:
    """Train for a while, then store everything. Whether there is more to train."""
    last: object = None
    try:
        look = _Watchers(run.pk, hot)
        wanted = waiting_changes(run, hot.trainee.progress)
        hot.pace.begin_slice()
        is_over = partial(_is_over, held, run.pk, boot)
        for event in hot.trainee.train(budget_s, is_over, run.until_step, wanted):
            last = hot.log.append(event) if not isinstance(event, ENDING) else event
            look()
        if asked := hot.pace.end_slice():
            keep(run, asked)
        trained_at = time.perf_counter()
        held.check()
        if not isinstance(last, Failed):
            digest = hot.trainee.save(checkpoints(run.pk), run.attempt)
            hot.log.append(CheckpointSaved(step=hot.trainee.progress.step, digest=digest))
            note_made(run, hot.trainee.progress)
    except (Fenced, ProcessDied):
        raise
    except TrainingProblem as error:
        return _wait_for_room(run, hot.log, held, error.problem)
    except Exception:
        log.exception("Run %s broke at step %s", run.pk, hot.trainee.progress.step)
        return _fail(run, hot.log, held, _our_fault())
    if isinstance(last, ENDING):
        hot.log.append(last)
    elif run.until_step and hot.trainee.progress.step >= run.until_step:
        hot.log.append(Paused(reason=f"After step {hot.trainee.progress.step:,}."))
        Run.objects.filter(pk=run.pk, wish="run", until_step=run.until_step).update(wish="pause", until_step=None)
    _store(run, hot.log, held)
    hot.starting_s = 0.0
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

    def __call__(self) -> None:
        try:
            if time.monotonic() >= self._ask_at:
                self._ask_at = time.monotonic() + ASK_EVERY_S
                self._views = self._watched()
            for seen in self._hot.trainee.look(self._views):
                self._send(seen)
        except redis.RedisError:
            return

    def _watched(self) -> list[str]:
        views = cast(dict[bytes, bytes], log_connection().hgetall(watch_key(self._run_id)))
        return [view.decode() for view, until in views.items() if float(until) > time.time()]

    def _send(self, seen: list[Seen]) -> None:
        if not seen:
            return
        pipeline = log_connection().pipeline(transaction=False)
        for view, frame in seen:
            entry: dict[Any, Any] = {"view": view, "d": frame}
            pipeline.xadd(probes_key(self._run_id), entry, maxlen=PROBES_KEPT, approximate=False)
        pipeline.expire(probes_key(self._run_id), 60)
        pipeline.execute()


def _worker_died(run: Run) -> Problem:
    who = "The worker" if run.processes == 1 else "One of the run's processes"
    return Problem(
        code="worker_died",
        message=f"{who} died {MAX_UNCOMMITTED} times in a row after step {run.step:,}.",
        hint="It probably ran out of memory: make layers narrower, or the batch smaller.",
    )


def _our_fault() -> Problem:
    return Problem(
        code="training_failed",
        message="Training broke because of an error on our side.",
        hint="The last saved state can still be tried out. Please report it.",
    )
