"""Whose turn it is: owners take turns; among an owner's runs the higher priority, then whoever waits longest."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import redis
from django.db.models import QuerySet

from webapp.runs.devices import Device, announced, served_by
from webapp.runs.models import Run
from webapp.runs.queue.lease import leased
from webapp.runs.queue.wakeups import IS_ACTIVE
from webapp.runs.redis_keys import connection, served_key
from webapp.storage import unless_away
from webapp.telemetry.numbers import TURNS

REMEMBERED = 10_000


@dataclass(frozen=True)
class Turn:
    """A run that waits for a worker, and who would have this turn."""

    run: UUID
    owner: UUID
    priority: int
    queued_at: datetime


def waiting(device: Device) -> list[Turn]:
    """What a worker on this device could do now, whoever is to be served first in front.

    Nothing while Redis or the database is away: who is at work on what is not known then.
    """
    columns = ("pk", "project__owner", "priority", "queued_at")
    with unless_away("It is not known who waits"):
        found = [Turn(*row) for row in _active(device).values_list(*columns)]
        busy = leased([turn.run for turn in found])
        return _in_order([turn for turn in found if turn.run not in busy])
    return []


def count_waiting(device: Device) -> int:
    """How many runs wait, in whatever order: a worker asks this after each slice. None, while nobody can tell."""
    with unless_away("It is not known how many runs wait"):
        found = list(_active(device).values_list("pk", flat=True))
        return len(found) - len(leased(found))
    return 0


def begin(turn: Turn) -> None:
    """Note that this owner, and this run, are served now. Forgetting it costs nothing but one round's order."""
    TURNS.add()
    try:
        connection().zadd(served_key(), {str(turn.owner): time.time(), str(turn.run): time.time()})
        connection().zremrangebyrank(served_key(), 0, -REMEMBERED)
    except redis.RedisError:
        return


def places() -> dict[UUID, int]:
    """The place from 1 of every run that was never served: an owner's second comes after everybody's first."""
    rows = Run.objects.filter(status="queued").order_by("-priority", "queued_at")
    before: Counter[UUID] = Counter()
    order = []
    for run, owner, queued_at in rows.values_list("pk", "project__owner", "queued_at"):
        order.append((before[owner], queued_at, run))
        before[owner] += 1
    return {run: place for place, (_, _, run) in enumerate(sorted(order), start=1)}


def _active(device: Device) -> QuerySet[Run]:
    return Run.objects.filter(IS_ACTIVE, device__in=served_by(device, announced()))


def _in_order(turns: list[Turn]) -> list[Turn]:
    """The longest not served first."""
    if not turns:
        return []
    names = list({str(id) for turn in turns for id in (turn.owner, turn.run)})
    scores = connection().zmscore(served_key(), names)
    served = {name: score or 0.0 for name, score in zip(names, scores, strict=True)}
    return sorted(
        turns, key=lambda turn: (served[str(turn.owner)], -turn.priority, served[str(turn.run)], turn.queued_at)
    )
