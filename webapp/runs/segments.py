"""The stored log of a run, and the one transaction that moves its row."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import msgpack
import redis
from django.db import transaction

from trainer.events import (
    Evaluated,
    Event,
    Failed,
    Finished,
    Paused,
    Queued,
    RunState,
    SettingsChanged,
    Started,
    StepsEnded,
    Stopped,
    decode,
)
from webapp.runs.log import Fenced, RunLog
from webapp.runs.models import Run, Segment
from webapp.runs.signals import run_stored
from webapp.runs.store import ENDED_STREAM_S, Entries, connection, events_key

PAGE = 200
STREAM_KEPT = 5_000
"""Entries that stay in the stream although segments hold them: a watcher that lags reads on there."""


def stored_state(run_id: UUID) -> RunState:
    """The state that the stored log gives."""
    state = RunState()
    for packed in Segment.objects.filter(run=run_id).values_list("frames", flat=True):
        for frame in _unpack(bytes(packed)):
            state.apply(decode(frame))
    return state


def open_log(run: Run) -> RunLog:
    """The log of a run, to go on with. Call it with the run's lease.

    What a process that died had sent but not stored is stored first, so that nothing that a watcher
    saw is ever missing.

    Raises:
        Fenced: another worker took the run up.
    """
    orphans = [(decode(frame), frame) for frame in _orphans(run)]
    whole = [entry for seq, entry in enumerate(orphans, run.seq + 1) if entry[0].seq == seq]
    if whole:
        _move(run, whole, {"attempt": run.attempt})
    return RunLog(run.pk, run.attempt, run.seq)


def commit(run: Run, log: RunLog) -> None:
    """Store what the log holds, as one segment, and the row as these events leave it.

    Raises:
        Fenced: another worker took the run up.
    """
    entries = log.uncommitted()
    if not entries:
        return
    _move(run, entries, {"attempt": log.attempt, "uncommitted": 0})
    log.committed()
    _trim(run)


def _move(run: Run, entries: Sequence[tuple[Event, bytes]], fields: dict[str, Any]) -> None:
    """Store events, and the row as they leave it, if it still stands where ``run`` saw it."""
    last_seq = entries[-1][0].seq
    fields = {**fields, "seq": last_seq}
    for event, _ in entries:
        fields |= _told_by(event)
    with transaction.atomic():
        if not Run.objects.filter(pk=run.pk, attempt=fields["attempt"], seq=run.seq).update(**fields):
            raise Fenced(str(run.pk))
        _store(run, [frame for _, frame in entries], last_seq)
    for name, value in fields.items():
        setattr(run, name, value)
    run_stored.send_robust(Run, run=run)


def _told_by(event: Event) -> dict[str, Any]:
    """The columns of the row that an event sets."""
    match event:
        case Queued():
            return {
                "status": "queued",
                "reason": event.reason,
                "problem": None,
                "queued_at": _time(event.at),
                "ended_at": None,
            }
        case Started():
            return {
                "status": "running",
                "reason": event.reason,
                "problem": None,
                "step": event.step,
                "total_steps": event.total_steps,
            }
        case StepsEnded():
            return {"step": event.first_step + event.count - 1}
        case SettingsChanged():
            return {"total_steps": event.total_steps}
        case Evaluated():
            return {"metrics": dict(event.metrics)}
        case Paused(problem=problem):
            told = problem and problem.model_dump(mode="json")
            return {"status": "paused", "reason": event.reason, "problem": told}
        case Finished() | Stopped():
            return {"status": event.type, "reason": event.reason, "ended_at": _time(event.at)}
        case Failed(problem=problem):
            return {
                "status": "failed",
                "reason": problem.message,
                "problem": problem.model_dump(mode="json"),
                "ended_at": _time(event.at),
            }
    return {}


def _orphans(run: Run) -> list[bytes]:
    """The frames that the stream holds and no segment does, in order."""
    frames: list[bytes] = []
    end = "+"
    while page := cast(Entries, connection().xrevrange(events_key(run.pk), max=end, count=PAGE)):
        for entry_id, fields in page:
            if int(entry_id.partition(b"-")[2]) <= run.seq:
                return frames[::-1]
            frames.append(fields[b"d"])
        end = f"({page[-1][0].decode()}"
    return frames[::-1]


def _store(run: Run, frames: list[bytes], last_seq: int) -> None:
    Segment.objects.create(run=run, last_seq=last_seq, frames=zlib.compress(msgpack.packb(frames)))


def _unpack(packed: bytes) -> Iterable[bytes]:
    frames: list[bytes] = msgpack.unpackb(zlib.decompress(packed))
    return frames


def _trim(run: Run) -> None:
    """Let go of what is stored. Not urgent: without Redis, the next commit does it."""
    try:
        if run.seq > STREAM_KEPT:
            oldest = f"{run.attempt}-{run.seq - STREAM_KEPT}"
            connection().xtrim(events_key(run.pk), minid=oldest, approximate=True)
        if run.ended_at:
            connection().expire(events_key(run.pk), ENDED_STREAM_S)
        else:
            connection().persist(events_key(run.pk))  # it was extended
    except redis.RedisError:
        return


def _time(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
