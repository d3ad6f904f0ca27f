"""The worker's side: one run, one slice further."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any, cast
from uuid import UUID

import redis
from django.utils import timezone

from builder.drawing.document import Change
from builder.drawing.problems import InvalidDocument, Problem
from trainer.distributed.trainee import Seen
from trainer.problems import ProcessDied, TrainingProblem
from trainer.run.events import ENDED, CheckpointSaved, Failed, Finished, Paused, Stopped
from trainer.run.going_back import Lately
from webapp.runs.files import checkpoints
from webapp.runs.log.segments import commit, open_log
from webapp.runs.log.stream import Fenced, RunLog
from webapp.runs.models import Run
from webapp.runs.orders.changes import keep, note_made, waiting_changes
from webapp.runs.orders.forgetting import forget
from webapp.runs.orders.wishes import settle, tell_worker
from webapp.runs.queue.lease import Lease, lease
from webapp.runs.queue.slices import slice_s
from webapp.runs.redis_keys import PROBES_KEPT, connection, drain_key, log_connection, probes_key, watch_key, wish_key
from webapp.runs.worker.hot import Hot, HotRuns, take_up
from webapp.runs.worker.kept_good import keep_good
from webapp.runs.worker.patience import Patience
from webapp.storage import is_away, unless_away
from webapp.telemetry.context import at_work_on
from webapp.telemetry.numbers import STORE_S, TURN_WAIT_S

log = logging.getLogger(__name__)

ASK_EVERY_S = 0.25
"""How often the worker asks whether somebody looks."""
MAX_UNCOMMITTED = 2
ENDING = (Finished, Stopped, Failed)


_hot = HotRuns()


def advance(run_id: UUID, *, boot: str, waiting: Callable[[], int]) -> bool:
    """Train a run slice by slice until it is over, or another run should have its turn.

    ``waiting`` counts the runs that wait for one: the more there are, the shorter the slices.

    Returns:
        Whether the run is to be woken again.
    """
    with at_work_on(run_id), lease(run_id) as held, _hot.turn(run_id):
        if held is None:
            return False
        while True:
            run = Patience(Run(pk=run_id), held)(lambda: Run.objects.filter(pk=run_id).first())
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
    with unless_away(f"It is not known whether run {run_id} was deleted"):  # then the reaper does it
        if not Run.objects.filter(pk=run_id).exists():
            forget([run_id])


def _advance_once(run: Run, held: Lease, boot: str, waiting: int) -> bool:
    held.check()  # who slept between two slices would take the run back from who has it now
    hot, patient = _hot.get(run.pk), Patience(run, held)
    is_warm = hot and run.wish == "run" and (hot.log.attempt, hot.log.seq) == (run.attempt, run.seq)
    if not is_warm:
        _hot.drop(run.pk)
        if not patient(_settler(run)):
            return False
    if run.uncommitted >= MAX_UNCOMMITTED:
        return _fail(run, patient(lambda: open_log(run)), patient, _worker_died(run))
    tell_worker(run, run.wish)
    _count_slice(run, patient, is_new_attempt=not is_warm)
    try:
        hot = hot if is_warm and hot else take_up(run, patient)
    except TrainingProblem as error:
        return _fail(run, patient(lambda: open_log(run)), patient, error.problem)
    except InvalidDocument as error:
        return _fail(run, patient(lambda: open_log(run)), patient, error.problems[0])
    except (Fenced, ProcessDied):
        raise
    except Exception as error:
        if is_away(error):
            patient(lambda: _take_back(run))
            raise
        ours = _our_fault("Run %s could not begin", run.pk)
        return _fail(run, patient(lambda: open_log(run)), patient, ours)
    _hot.keep(run.pk, hot)
    worth_s = hot.starting_s if waiting else 0.0  # alone it keeps its processes anyhow, and is stored sooner
    return _slice(run, hot, held, boot, max(worth_s, slice_s(waiting, hot.cost_s)))


def _settler(run: Run) -> Callable[[], bool]:
    """Brings the run to what its owner wants, whether it is to train; a second time, as it stands by then."""
    tries = count()

    def settled() -> bool:
        if next(tries):
            try:
                run.refresh_from_db()
            except Run.DoesNotExist as error:
                raise Fenced(str(run.pk)) from error
        return settle(run)

    return settled


def _count_slice(run: Run, patient: Patience, *, is_new_attempt: bool) -> None:
    """Count the slice in the row before it begins, and the attempt if it is a new one.

    A commit takes the count back: what stays of it is a process that died. Where the answer to a try got lost, the
    next one counts one attempt more: whoever has that of before, if it is not us, is fenced. Raises: Fenced.
    """
    first, tries = run.attempt, count()
    ours = {"uncommitted": run.uncommitted + 1, "status": "running"}

    def counted() -> int:
        if next(tries) and is_new_attempt:
            stands = Run.objects.filter(pk=run.pk, seq=run.seq, attempt__in=(first, first + 1))
            run.attempt = stands.values_list("attempt", flat=True).first() or 0
        attempt = run.attempt + is_new_attempt
        return attempt * Run.objects.filter(pk=run.pk, attempt=run.attempt, seq=run.seq).update(attempt=attempt, **ours)

    attempt = patient(counted)
    if not attempt:
        raise Fenced(str(run.pk))
    if not run.attempt:
        TURN_WAIT_S.observe((timezone.now() - run.queued_at).total_seconds())
    for name, value in {"attempt": attempt, **ours}.items():
        setattr(run, name, value)


def _take_back(run: Run) -> None:
    """The slice does not count: a full disk, say, ended it, and our process did not die of it."""
    Run.objects.filter(pk=run.pk, attempt=run.attempt).update(uncommitted=run.uncommitted - 1)


def _slice(run: Run, hot: Hot, held: Lease, boot: str, budget_s: float) -> bool:
    """Train for a while, then store everything. Whether there is more to train."""
    last: object = None
    patient, lately, wanted = Patience(run, held), Lately(), list[Change]()
    try:
        look = _Watchers(run.pk, hot)
        wanted = patient(lambda: waiting_changes(run, hot.trainee.progress))
        hot.pace.begin_slice()
        is_over = partial(_is_over, held, run.pk, boot)
        for event in hot.trainee.train(budget_s, is_over, run.until_step, wanted):
            last = hot.log.append(event) if not isinstance(event, ENDING) else event
            lately.note(event)
            look()
        if asked := hot.pace.end_slice():
            patient(lambda: keep(run, asked))
        trained_at = time.perf_counter()
        held.check()
        if isinstance(last, Failed):
            last = keep_good(run, hot, last, lately, wanted)
        else:
            digest = hot.trainee.save(checkpoints(run.pk), run.attempt)
            hot.log.append(CheckpointSaved(step=hot.trainee.progress.step, digest=digest))
            patient(lambda: note_made(run, hot.trainee.progress))
    except (Fenced, ProcessDied):
        raise
    except TrainingProblem as error:
        return _wait_for_room(run, hot.log, patient, error.problem)
    except Exception as error:
        if is_away(error):
            patient(lambda: _take_back(run))
            raise
        ours = _our_fault("Run %s broke at step %s", run.pk, hot.trainee.progress.step)
        return _fail(run, hot.log, patient, ours, partial(keep_good, run, hot, lately=lately, wanted=wanted))
    if isinstance(last, ENDING):
        hot.log.append(last)
    elif run.until_step and hot.trainee.progress.step >= run.until_step:
        hot.log.append(Paused(reason=f"After step {hot.trainee.progress.step:,}."))
        patient(lambda: _pause_there(run))
    patient(lambda: commit(run, hot.log))
    hot.starting_s = 0.0
    hot.storing_s.append(time.perf_counter() - trained_at)
    STORE_S.observe(hot.storing_s[-1])
    return run.status == "running"


def _pause_there(run: Run) -> None:
    """It took the steps that it was asked for: it is not to go on by itself."""
    Run.objects.filter(pk=run.pk, wish="run", until_step=run.until_step).update(wish="pause", until_step=None)


def _wait_for_room(run: Run, run_log: RunLog, patient: Patience, problem: Problem) -> bool:
    """Its state can't be saved: pause the run where it was saved last, until there is room, or its owner tries."""
    run_log.append(Paused(reason="Its state can't be saved.", problem=problem))
    patient(lambda: commit(run, run_log))
    patient(lambda: Run.objects.filter(pk=run.pk, wish="run").update(wish="pause", waits_for_room=True))
    return False


def _fail(
    run: Run,
    run_log: RunLog,
    patient: Patience,
    problem: Problem,
    kept: Callable[[Failed], Failed] = lambda failed: failed,
) -> bool:
    run_log.append(kept(Failed(problem=problem)))
    patient(lambda: commit(run, run_log))
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


def _our_fault(what: str, *about: object) -> Problem:
    """Log the error that is being handled, by a report's number, which its owner is told."""
    report = secrets.token_hex(4)
    log.exception(f"Report {report}: {what}", *about)
    return Problem(
        code="training_failed",
        message="Training broke because of an error on our side.",
        hint=f"Please report it with the number {report}: the server's log says by it what happened.",
    )
