"""What a worker does while storage is away: it waits with the run in hand, and says so to who watches."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import redis

from webapp.runs.models import Run
from webapp.runs.queue.lease import Lease
from webapp.runs.redis_keys import TROUBLE_S, log_connection, trouble_key
from webapp.storage import patiently, trouble_of

log = logging.getLogger("webapp.runs.worker.advance")
relief = logging.getLogger(__name__)

T = TypeVar("T")
SAID_EVERY = 20
"""Tries between two lines in the log."""


class Patience:
    """Does what touches storage for one run, again and again while it is away, as long as the run is ours."""

    def __init__(self, run: Run, held: Lease) -> None:
        self._run, self._held = run, held

    def __call__(self, do: Callable[[], T]) -> T:
        """What ``do`` gives once storage is back; it bears being done twice. Raises: Fenced."""
        tries = 0

        def say(error: Exception) -> None:
            nonlocal tries
            if tries % SAID_EVERY == 0:
                where = f"Run {self._run.pk} can't be stored at step {self._run.step}"
                log.warning("%s (%s); trying again", where, error)
            tries += 1
            with suppress(redis.RedisError):
                log_connection().set(trouble_key(self._run.pk), trouble_of(error), px=int(TROUBLE_S * 1000))

        done = patiently(do, still=self._held.check, say=say)
        if tries:
            relief.warning("Run %s goes on: storage is back", self._run.pk)
            with suppress(redis.RedisError):
                log_connection().delete(trouble_key(self._run.pk))
        return done
