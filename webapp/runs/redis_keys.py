"""The names of what a run keeps in Redis, and the connections to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import cast
from uuid import UUID

import redis
import redis.asyncio
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from webapp.per_loop import PerLoop

Entries = list[tuple[bytes, dict[bytes, bytes]]]
"""What Redis answers of a stream: ids and fields."""

PROBES_KEPT = 64
ENDED_STREAM_S = 3600
"""How long the stream of an ended run stays, for watchers that come back."""

TROUBLE_S = 3.0
"""How long a word of a worker that waits for storage counts; it tries again before that."""


def events_key(run_id: UUID) -> str:
    """Stream: entry id ``<attempt>-<seq>``, field ``d`` the frame."""
    return f"run:{run_id}:events"


def probes_key(run_id: UUID) -> str:
    """Stream of what probes saw, field ``view`` says where: latest wins."""
    return f"run:{run_id}:probes"


def watch_key(run_id: UUID) -> str:
    """Hash: view that somebody looks at -> when that expires, in seconds since 1970."""
    return f"run:{run_id}:watch"


def wish_key(run_id: UUID) -> str:
    """What the owner wants, for the worker to see within a step; the row is the truth."""
    return f"run:{run_id}:wish"


def trouble_key(run_id: UUID) -> str:
    """Set while a worker waits with the run in hand: what is wrong with storage."""
    return f"run:{run_id}:trouble"


def others_key() -> str:
    """Set while work of another kind waits in the queue: whoever trains gives way after its slice."""
    return "others"


def sent_key(run_id: UUID) -> str:
    """Set while a wake-up for the run waits in the queue."""
    return f"run:{run_id}:sent"


def sweep_sent_key(sweep_id: UUID) -> str:
    """Set while a wake-up for the sweep waits in the queue."""
    return f"sweep:{sweep_id}:sent"


def drain_key(boot: str) -> str:
    """Set when the worker of this boot is told to stop. Named, so that the next one is not told too."""
    return f"drain:{boot}"


def lease_key(run_id: UUID) -> str:
    """Token of whoever may advance the run."""
    return f"run:{run_id}:lease"


def served_key() -> str:
    """Sorted set: owner or run -> when it had its last turn, in seconds since 1970."""
    return "served"


def device_key(device: str) -> str:
    """Set while a worker is here that computes on ``device``."""
    return f"device:{device}"


def newest_id(redis_connection: redis.Redis, key: str) -> str:
    """The id on top of a stream; empty when there is none."""
    return newest_ids(redis_connection, [key])[0]


def newest_ids(redis_connection: redis.Redis, keys: Sequence[str]) -> list[str]:
    """The ids on top of streams, asked for at once."""
    if not keys:
        return []
    pipeline = redis_connection.pipeline(transaction=False)
    for key in keys:
        pipeline.xrevrange(key, count=1)
    return [entries[0][0].decode() if entries else "" for entries in cast(list[Entries], pipeline.execute())]


@cache
def connection() -> redis.Redis:
    """The connection of synchronous code."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=1)


@cache
def log_connection() -> redis.Redis:
    """The connection of the run log: it never makes a training step wait, nor sends an entry twice."""
    never = Retry(NoBackoff(), 0)
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.25, socket_connect_timeout=0.25, retry=never)


async_connection: PerLoop[redis.asyncio.Redis] = PerLoop(
    lambda: redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_timeout=None)
)
"""The connection pool of a web process; every feed blocks one connection of it."""
