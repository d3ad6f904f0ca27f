"""Runs whose rows are gone: nothing of them stays on disk or in Redis, and no worker goes on with them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

import redis

from webapp.runs.files import checkpoints
from webapp.runs.store import connection, events_key, probes_key, sent_key, watch_key, wish_key
from webapp.runs.wishes import WISH_S

KEPT_IN_REDIS = (events_key, probes_key, watch_key, wish_key, sent_key)


def forget(run_ids: Iterable[UUID]) -> None:
    """Remove what these runs kept."""
    for run_id in run_ids:
        shutil.rmtree(checkpoints(run_id), ignore_errors=True)
        with suppress(redis.RedisError):
            connection().delete(*(key(run_id) for key in KEPT_IN_REDIS))


def forget_with_worker(run_ids: Iterable[UUID]) -> None:
    """Remove what these runs kept, and have whoever is at work on one of them end its slice, and forget it too."""
    for run_id in run_ids:
        forget([run_id])
        with suppress(redis.RedisError):
            connection().set(wish_key(run_id), "stop", ex=WISH_S)
