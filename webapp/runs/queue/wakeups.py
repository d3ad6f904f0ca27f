"""The queues of wake-ups, one for each kind of device. A message only says "there is work": an idle worker that
takes it looks whose turn it is. So losing one, or two at once, does no harm."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from webapp.celery import app
from webapp.runs.devices import Device, announced, worker_for
from webapp.runs.models import Run
from webapp.runs.queue.lease import leased, release_of_the_dead
from webapp.runs.redis_keys import connection, sent_key
from webapp.storage import unless_away

SENT_S = 60
IS_ACTIVE = Q(status__in=("queued", "running")) | Q(status="paused", wish__in=("run", "stop"))
"""Runs that are to move: to train, or to be brought to what their owner wants."""


def wake(run: Run) -> None:
    """Have a worker look at the run when its turn comes. The reaper does it again if this fails."""
    with unless_away(f"Run {run.pk} could not be queued; it will be when Redis is back"):
        if connection().set(sent_key(run.pk), 1, nx=True, ex=SENT_S):
            send(run.pk, worker_for(run.device, announced()))


def send(run_id: UUID, device: Device) -> None:
    """Put one wake-up into the queue of the workers on ``device``."""
    app.send_task("advance", args=[str(run_id)], queue=device, retry=False)


def woken(run_id: UUID) -> None:
    """A worker took the wake-up."""
    connection().delete(sent_key(run_id))


def unread(device: Device) -> int:
    """How many wake-ups no worker has taken yet: none of those on ``device`` is idle, unless it is 0."""
    with app.connection_or_acquire() as broker:
        declared = broker.default_channel.queue_declare(queue=device, durable=True, auto_delete=False)
    return int(declared.message_count)


def hand_on(run_id: UUID, device: Device) -> None:
    """Wake an idle worker, if there is one, for a run that waits. One message will do: who takes it hands on."""
    if not unread(device):
        send(run_id, device)


def reap() -> None:
    """Find the runs that nobody is at work on: their worker died, or their message got lost."""
    active = list(Run.objects.filter(IS_ACTIVE).order_by("queued_at").values_list("pk", "device"))
    release_of_the_dead([run_id for run_id, _ in active])
    busy = leased([run_id for run_id, _ in active])
    present = announced()
    left = {worker_for(wish, present): run_id for run_id, wish in active if run_id not in busy}
    for device, run_id in left.items():
        hand_on(run_id, device)
