"""The right to advance a run: one holder at a time, renewed by a thread, lost when its process dies."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import cast
from uuid import UUID, uuid4

import redis

from webapp.runs.log.stream import Fenced
from webapp.runs.redis_keys import connection, lease_key, log_connection

LEASE_S = 4.0
RENEW_EVERY_S = 1.0
SILENT_S = 2.5
"""A lease that was not renewed for so long has lost its holder, as far as can be told before it runs out."""
_BOOT = uuid4().hex
"""Names this process and the children that it forks, as holders of leases."""

_RENEW = """
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end
return 0
"""
_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"


class Lease:
    """A lease that is held. A long step must not lose it, so a thread of its own renews it."""

    def __init__(self, run_id: UUID, token: str) -> None:
        self._key, self._token = lease_key(run_id), token
        self._over = threading.Event()
        self.is_lost = False
        self._thread = threading.Thread(target=self._keep, name=f"lease {run_id}", daemon=True)

    def __enter__(self) -> Lease:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        with suppress(redis.RedisError):  # it expires by itself
            connection().eval(_RELEASE, 1, self._key, self._token)

    def check(self) -> None:
        """Ask Redis itself, as this process may have been held up for longer than its lease lasts.

        Raises: Fenced, when somebody else has the run now.
        """
        self._renew(log_connection())
        if self.is_lost:
            raise Fenced(self._key)

    def _keep(self) -> None:
        while not self.is_lost and not self._over.wait(RENEW_EVERY_S):
            self._renew(connection())

    def _renew(self, redis_connection: redis.Redis) -> None:
        lasts_ms = int(LEASE_S * 1000)
        with suppress(redis.RedisError):  # Redis is away; when it is back, the entry ids fence whoever came second
            if not self.is_lost and not redis_connection.eval(_RENEW, 1, self._key, self._token, lasts_ms):
                self.is_lost = not redis_connection.set(self._key, self._token, nx=True, px=lasts_ms)


@contextmanager
def lease(run_id: UUID) -> Iterator[Lease | None]:
    """The lease of a run, or None while somebody else holds it."""
    token = f"{_BOOT}:{os.getpid()}:{uuid4().hex}"
    if not connection().set(lease_key(run_id), token, nx=True, px=int(LEASE_S * 1000)):
        yield None
        return
    with Lease(run_id, token) as held:
        yield held


def leased(run_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the runs that somebody is at work on."""
    holders = connection().mget([lease_key(run_id) for run_id in run_ids]) if run_ids else []
    return {run_id for run_id, holder in zip(run_ids, cast(list[bytes | None], holders), strict=True) if holder}


def is_kept_up(run_id: UUID) -> bool:
    """Whether the holder of a lease was heard of just now; yes while Redis is away and nobody knows."""
    try:
        left_ms = connection().pttl(lease_key(run_id))
    except redis.RedisError:
        return True
    return left_ms > (LEASE_S - SILENT_S) * 1000


def release_of_the_dead(run_ids: Sequence[UUID]) -> None:
    """Take the leases of our children that are no more, so that their runs need not wait until those run out.

    Attempt and entry ids fence as ever: this is no more than a lease that ends early.
    """
    tokens = connection().mget([lease_key(run_id) for run_id in run_ids]) if run_ids else []
    for run_id, token in zip(run_ids, cast(list[bytes | None], tokens), strict=True):
        if token and _is_of_the_dead(token.decode()):
            connection().eval(_RELEASE, 1, lease_key(run_id), token)


def _is_of_the_dead(token: str) -> bool:
    boot, pid, _ = token.split(":")
    if boot != _BOOT:
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    return False
