"""The stored log of a run, and the one transaction that moves its row."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import msgpack
import redis
from django.db import transaction

from trainer.run.events import (
    BestKept,
    Evaluated,
    Event,
    Failed,
    Finished,
    Paused,
    Queued,
    RunState,
    SettingsChanged,
    StageBegan,
    Started,
    StepsEnded,
    Stopped,
    TakenBack,
    Tested,
    decode,
)
from webapp.runs.log.stream import Fenced, RunLog
from webapp.runs.models import Run, Segment
from webapp.runs.redis_keys import ENDED_STREAM_S, Entries, connection, events_key, newest_id
from webapp.runs.signals import run_stored
from webapp.storage import unless_away
from webapp.telemetry.numbers import STEPS

PAGE = 200
STREAM_KEPT = 5_000
"""Entries that stay in the stream although segments hold them: a watcher that lags reads on there."""


def stored_state(run_id: UUID) -> RunState:
    """The state that the stored log gives."""
    state = RunState()
    for event in stored_events(run_id):
        state.apply(event)
    return state


def stored_events(run_id: UUID) -> Iterator[Event]:
    """The stored log, in order."""
    for packed in Segment.objects.filter(run=run_id).values_list("frames", flat=True):
        yield from map(decode, _unpack(bytes(packed)))


def events_so_far(run: Run) -> Iterator[Event]:
    """The log with what a worker has sent and not stored yet, where Redis can tell."""
    seq = 0
    for event in stored_events(run.pk):
        seq = event.seq
        yield event
    with suppress(redis.RedisError):
        yield from (event for event in map(decode, _orphans(run)) if event.seq > seq)


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


def send_stored(run: Run) -> None:
    """Send on the end of the stored log, as far as the stream lacks it. Without Redis, feeds look into the segments."""
    with unless_away(f"What is stored of run {run.pk} could not be sent"):
        newest = newest_id(connection(), events_key(run.pk))
        top = int(newest.partition("-")[2]) if newest else 0
        packed = Segment.objects.filter(run=run.pk, last_seq__gt=top).order_by("last_seq").last()
        for frame in _unpack(bytes(packed.frames)) if packed else ():
            event = decode(frame)
            if event.seq > top:
                connection().xadd(events_key(run.pk), {"d": frame}, id=f"{event.attempt}-{event.seq}")


def _move(run: Run, entries: Sequence[tuple[Event, bytes]], fields: dict[str, Any]) -> None:
    """Store events, and the row as they leave it, if it still stands where ``run`` saw it."""
    last_seq = entries[-1][0].seq
    fields = {**fields, "seq": last_seq}
    for event, _ in entries:
        fields |= _told_by(event)
    fields["trained_s"] = run.trained_s + sum(_seconds(event) for event, _ in entries)
    segment = Segment(run=run, last_seq=last_seq, frames=_packed([frame for _, frame in entries]))
    with transaction.atomic():
        if Run.objects.filter(pk=run.pk, attempt=fields["attempt"], seq=run.seq).update(**fields):
            segment.save(force_insert=True)
        elif not _arrived(segment):
            raise Fenced(str(run.pk))
    STEPS.add(sum(event.count for event, _ in entries if isinstance(event, StepsEnded)))
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
                "epochs": event.epochs,
            }
        case StepsEnded():
            return {"step": event.first_step + event.count - 1, "epoch": event.epoch}
        case SettingsChanged() | StageBegan():
            return {"total_steps": event.total_steps, "epochs": event.epochs}
        case BestKept():
            return {"best": event.model_dump(mode="json", include={"step", "epoch", "monitor", "value"})}
        case Evaluated():
            return {"metrics": dict(event.metrics)}
        case Tested():
            return {"tested": event.model_dump(mode="json", include={"look", "of_step", "of_epoch", "metrics"})}
        case Paused(problem=problem):
            told = problem and problem.model_dump(mode="json")
            return {"status": "paused", "reason": event.reason, "problem": told}
        case TakenBack():
            return {"step": event.step}
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


def _seconds(event: Event) -> float:
    """How long the steps took that an event tells of."""
    return event.count / event.rate if isinstance(event, StepsEnded) and event.rate else 0.0


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


def _arrived(segment: Segment) -> bool:
    """Whether just this was stored before: the connection broke, and only the answer got lost."""
    stored = Segment.objects.filter(run=segment.run_id).order_by("last_seq").last()
    return stored is not None and (stored.last_seq, bytes(stored.frames)) == (segment.last_seq, segment.frames)


def _packed(frames: list[bytes]) -> bytes:
    return zlib.compress(msgpack.packb(frames))


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
