"""The Celery task, and what a worker does when it starts and stops."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import redis
from celery import shared_task
from celery.signals import worker_init, worker_ready, worker_shutting_down
from django.conf import settings
from django.db import OperationalError, connections

from webapp.runs.devices import Device, announce
from webapp.runs.queue import reap, woken
from webapp.runs.store import connection, drain_key

log = logging.getLogger(__name__)

BOOT = uuid4().hex
"""Names this start of the worker; its children are forked, so they have the same one."""
REAP_EVERY_S = 2.0
DRAIN_S = 600


@shared_task(name="advance")  # type: ignore[untyped-decorator]  # Celery has no types
def advance(run_id: str) -> None:
    """Give turns to whoever waits, the run of this message among them."""
    from webapp.runs.serve import serve

    try:
        woken(UUID(run_id))
        serve(_device(), boot=BOOT)
    except (redis.RedisError, OperationalError) as error:  # Redis or the database is away: the reaper wakes us again
        log.warning("No run can be advanced now (%s); trying again soon", error)


@shared_task(name="go_on_with_sweep")  # type: ignore[untyped-decorator]
def go_on_with_sweep(sweep_id: str) -> None:
    """Take up a sweep that a process died with between two trials."""
    from webapp.sweeps.going import take_up

    take_up(UUID(sweep_id))


def _device() -> Device:
    from trainer.device import device_called

    return "gpu" if device_called(settings.CONFIG.worker_device).type == "cuda" else "cpu"


def _warm(sender: Any, **_: Any) -> None:
    """Load everything before children are forked, and take the messages for our kind of device."""
    import webapp.runs.serve  # noqa: F401
    from webapp.runs.warm import warm

    warm()
    sender.app.conf.task_default_queue = _device()


def _watch(sender: Any, **_: Any) -> None:
    """Wake what the last worker left, then look every few seconds for what another one left."""
    if ready_file := os.environ.get("READY_FILE"):  # whoever started us waits for it
        Path(ready_file).touch()
    sender.timer.call_repeatedly(REAP_EVERY_S, _reap)
    _reap()


def _reap() -> None:
    from webapp.sweeps.going import wake_idle_sweeps

    try:
        announce(_device())
        reap()
        wake_idle_sweeps(_device())
    except (redis.RedisError, OperationalError) as error:
        log.warning("Could not look for runs that nobody works on (%s)", error)
    finally:
        connections.close_all()  # children are forked from this process: none may inherit one


def _drain(**_: Any) -> None:
    """Tell this worker's children to end their slices now; they store them and queue the runs again."""
    try:
        connection().set(drain_key(BOOT), 1, ex=DRAIN_S)
    except redis.RedisError:
        return  # Redis is gone already: slices end by themselves


worker_init.connect(_warm)
worker_ready.connect(_watch)
worker_shutting_down.connect(_drain)
