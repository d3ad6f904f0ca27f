"""The Celery task, and what a worker does when it starts and stops."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import redis
from celery import shared_task
from celery.signals import setup_logging, worker_init, worker_process_init, worker_ready, worker_shutting_down
from django.conf import settings
from django.db import connections

from webapp.celery import app
from webapp.runs.devices import Device, announce
from webapp.runs.queue.wakeups import reap, woken
from webapp.runs.redis_keys import connection, drain_key
from webapp.storage import unless_away
from webapp.telemetry.shared import tell_of_myself, tell_once

BOOT = uuid4().hex
"""Names this start of the worker; its children are forked, so they have the same one."""
REAP_EVERY_S = 2.0
DRAIN_S = 600
CLEAN_EVERY_S = 3600
CLEANED = "cleaned"
"""Set in Redis while nobody need clean up."""


@shared_task(name="advance")  # type: ignore[untyped-decorator]  # Celery has no types
def advance(run_id: str) -> None:
    """Give turns to whoever waits, the run of this message among them."""
    from webapp.runs.worker.serve import serve

    with unless_away("No run can be advanced now; the reaper wakes us again"):
        woken(UUID(run_id))
        serve(_device(), boot=BOOT)


@shared_task(name="go_on_with_sweep")  # type: ignore[untyped-decorator]
def go_on_with_sweep(sweep_id: str) -> None:
    """Take up a sweep that a process died with between two trials."""
    from webapp.sweeps.going import take_up

    with unless_away(f"Sweep {sweep_id} can't go on now; the reaper has it taken up again"):
        take_up(UUID(sweep_id))


@shared_task(name="clean_up")  # type: ignore[untyped-decorator]
def clean_up() -> None:
    """Remove what guests left behind."""
    from webapp.operating.cleaning import clean_up as clean

    with unless_away("Nothing can be cleaned up now; trying again within the hour"):
        clean()


def _clean_up_at_times() -> None:
    """One worker in all, every hour."""
    if connection().set(CLEANED, 1, nx=True, ex=CLEAN_EVERY_S):
        app.send_task("clean_up", queue=_device(), retry=False)


def _device() -> Device:
    from trainer.step.device import device_called

    return "gpu" if device_called(settings.CONFIG.worker_device).type == "cuda" else "cpu"


def _warm(sender: Any, **_: Any) -> None:
    """Load everything before children are forked, and take the messages for our kind of device."""
    import webapp.runs.worker.serve  # noqa: F401
    from webapp.runs.worker.warm import warm

    warm()
    sender.app.conf.task_default_queue = _device()


def _watch(sender: Any, **_: Any) -> None:
    """Wake what the last worker left, then look every few seconds for what another one left."""
    if ready_file := os.environ.get("READY_FILE"):  # whoever started us waits for it
        Path(ready_file).touch()
    sender.timer.call_repeatedly(REAP_EVERY_S, _reap)
    _reap()


def _reap() -> None:
    from webapp.runs.orders.forgetting import forget_the_rest
    from webapp.runs.orders.waiting_for_room import resume_where_there_is_room
    from webapp.sweeps.going import wake_idle_sweeps

    try:
        with unless_away("Nobody can look now for runs that nobody works on"):
            tell_once("worker", connection)
            announce(_device())
            resume_where_there_is_room()
            reap()
            forget_the_rest()
            wake_idle_sweeps(_device())
            _clean_up_at_times()
    finally:
        connections.close_all()  # children are forked from this process: none may inherit one


def _drain(**_: Any) -> None:
    """Tell this worker's children to end their slices now; they store them and queue the runs again."""
    try:
        connection().set(drain_key(BOOT), 1, ex=DRAIN_S)
    except redis.RedisError:
        return  # Redis is gone already: slices end by themselves


def _tell(**_: Any) -> None:
    """A child counts for itself, from its fork on."""
    tell_of_myself("trainer", connection)


def _log(**_: Any) -> None:
    """Celery has a way of its own to log; ours is Django's, set up already, with its formats and without secrets."""


setup_logging.connect(_log)
worker_init.connect(_warm)
worker_process_init.connect(_tell)
worker_ready.connect(_watch)
worker_shutting_down.connect(_drain)
