"""How long a run has yet to wait, and how much of a worker it has: an estimate that is shown as one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, cast

import redis
from django.conf import settings

from webapp.runs.devices import is_served
from webapp.runs.models import Run
from webapp.runs.queue.lease import is_kept_up
from webapp.runs.queue.slices import slice_s
from webapp.runs.queue.turns import places
from webapp.runs.redis_keys import connection, trouble_key
from webapp.storage import Trouble, has_room

LEAST_BYTES = 2**20
"""Where there is less room than this, nothing will be stored for long."""


@dataclass(frozen=True)
class Outlook:
    """``place`` in the queue from 1, 0 when the run was served before; ``sharing`` runs take turns at a worker.

    ``has_worker`` is false for a run that trains, as its row has it, while whoever trained it is gone. ``trouble``
    says why nothing can be stored: the database is away, or there is no room.
    Units: ``starts_in_s`` in whole seconds until its first turn.
    """

    place: int = 0
    starts_in_s: int = 0
    sharing: float = 1.0
    has_worker: bool = True
    trouble: Literal["", Trouble] = ""


def outlook_of(run: Run) -> Outlook:
    """Those before it in the queue get one slice each, and the one at work ends its own."""
    if run.status not in ("queued", "running"):
        return Outlook()
    active = Run.objects.filter(status__in=("queued", "running"), wish="run").count()
    workers = settings.CONFIG.worker_slots
    place = places().get(run.pk, 0) if run.status == "queued" else 0
    before = max(0, place - 1) + (active > place)
    starts_in_s = before * slice_s(active - 1) / workers if place else 0.0
    return Outlook(place, round(starts_in_s), round(max(1.0, active / workers), 1), _has_worker(run), _trouble(run))


def _trouble(run: Run) -> Literal["", Trouble]:
    """What the worker says that has the run in hand, or can be seen from here."""
    with suppress(redis.RedisError):
        if told := cast(bytes | None, connection().get(trouble_key(run.pk))):
            return cast(Trouble, told.decode())
    return "" if has_room(settings.CONFIG.data, LEAST_BYTES) else "full"


def _has_worker(run: Run) -> bool:
    """Somebody is at work on a slice that was begun and not stored; between its turns a run holds no lease."""
    if run.status != "running":
        return True
    return is_kept_up(run.pk) if run.uncommitted else is_served(run.device)
