"""The Celery task, and what a worker does when it starts and stops."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import redis
from celery import shared_task
from celery.signals import worker_init, worker_ready, worker_shutting_down
from django.db import connections

from webapp.runs.queue import reap, waiting, wake, woken
from webapp.runs.store import connection, drain_key

BOOT = uuid4().hex
"""Names this start of the worker; its children are forked, so they have the same one."""
REAP_EVERY_S = 2.0
DRAIN_S = 600


@shared_task(name="advance")  # type: ignore[untyped-decorator]  # Celery has no types
def advance(run_id: str) -> None:
    """Advance one run by a slice, and queue it again behind whoever waits."""
    from webapp.runs.advance import advance as advance_run

    woken(UUID(run_id))
    if advance_run(UUID(run_id), boot=BOOT, waiting=waiting):
        wake(UUID(run_id))


def _warm(**_: Any) -> None:
    """Load everything before children are forked."""
    import webapp.runs.advance  # noqa: F401
    from webapp.runs.warm import warm

    warm()


def _watch(sender: Any, **_: Any) -> None:
    """Wake what the last worker left, then look every few seconds for what another one left."""
    if ready_file := os.environ.get("READY_FILE"):  # whoever started us waits for it
        Path(ready_file).touch()
    sender.timer.call_repeatedly(REAP_EVERY_S, _reap)
    _reap(at_start=True)


def _reap(*, at_start: bool = False) -> None:
    try:
        reap(at_start=at_start)
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
