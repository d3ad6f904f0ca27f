"""The queue of wake-ups. A message only says "look at this run"; losing one, or two at once, does no harm."""

from __future__ import annotations

import logging
from uuid import UUID

import redis
from django.db.models import Q
from kombu.exceptions import OperationalError

from webapp.celery import app
from webapp.runs.lease import leased
from webapp.runs.models import Run
from webapp.runs.store import connection, sent_key

log = logging.getLogger(__name__)

QUEUE = "train"
SENT_S = 60
IS_ACTIVE = Q(status__in=("queued", "running")) | Q(status="paused", wish__in=("run", "stop"))
"""Runs that are to move: to train, or to be brought to what their owner wants."""


def wake(run_id: UUID, *, even_if_sent: bool = False) -> None:
    """Have a worker look at the run, behind whoever waits. The reaper does it again if this fails."""
    try:
        fresh = connection().set(sent_key(run_id), 1, nx=True, ex=SENT_S)
        if fresh or even_if_sent:
            app.send_task("advance", args=[str(run_id)], queue=QUEUE, retry=False)
    except (redis.RedisError, OperationalError):
        log.exception("Could not queue run %s", run_id)


def woken(run_id: UUID) -> None:
    """A worker looks at the run now."""
    connection().delete(sent_key(run_id))


def waiting() -> int:
    """How many wake-ups no worker has taken yet."""
    with app.connection_or_acquire() as broker:
        declared = broker.default_channel.queue_declare(queue=QUEUE, durable=True, auto_delete=False)
    return int(declared.message_count)


def reap(*, at_start: bool = False) -> None:
    """Wake every run that should move and that nobody is at work on: its worker died, or its message got lost."""
    active = list(Run.objects.filter(IS_ACTIVE).order_by("queued_at").values_list("pk", flat=True))
    busy = leased(active)
    for run_id in active:
        if run_id not in busy:
            wake(run_id, even_if_sent=at_start)
