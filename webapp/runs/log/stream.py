"""The writing end of a run's log: stamps events, appends them to the run's stream, keeps what is not stored yet.

Entry ids are ``<attempt>-<seq>``. Redis refuses an id at or below the top, which fences out a worker
that lost its run to another one, and makes sending again harmless.
"""

from __future__ import annotations

import time
from uuid import UUID

import redis

from trainer.run.events import Event, encode
from webapp.runs.redis_keys import events_key, log_connection, newest_id

RETRY_S = 0.1


class Fenced(Exception):
    """Somebody else advances this run now: stop at once, write nothing more."""


class RunLog:
    """Appends to one run's stream, for whoever holds its lease."""

    def __init__(self, run_id: UUID, attempt: int, seq: int) -> None:
        self.attempt, self.seq = attempt, seq
        self._key = events_key(run_id)
        self._unsent: list[tuple[str, bytes]] = []
        self._uncommitted: list[tuple[Event, bytes]] = []
        self._retry_at = 0.0
        self._was_away = False

    def append(self, event: Event) -> Event:
        """Stamp an event and send it.

        Raises: Fenced.
        """
        stamped = self.note(event)
        self._unsent.append((f"{self.attempt}-{self.seq}", self._uncommitted[-1][1]))
        self.flush()
        return stamped

    def note(self, event: Event) -> Event:
        """Stamp an event that is sent once it is stored: an order counts then, and not before."""
        self.seq += 1
        stamped = event.model_copy(update={"attempt": self.attempt, "seq": self.seq, "at": time.time()})
        self._uncommitted.append((stamped, encode(stamped)))
        return stamped

    def uncommitted(self) -> list[tuple[Event, bytes]]:
        """The events, with their frames, that no segment holds yet."""
        return list(self._uncommitted)

    def committed(self) -> None:
        """What `uncommitted` gave is stored now. What Redis has not taken by then, feeds find in the segments."""
        self._uncommitted.clear()
        self._unsent.clear()

    def flush(self) -> None:
        """Send what waits; while Redis is away it goes on waiting.

        What a Redis that was killed forgets is not sent again: segments hold it, and feeds look there.

        Raises: Fenced.
        """
        now = time.monotonic()
        if not self._unsent or now < self._retry_at:
            return
        try:
            if self._was_away:
                self._forget_arrived()
            self._send()
        except redis.RedisError:  # away, starting, out of memory, out of room on the disk: segments hold it all
            self._was_away, self._retry_at = True, now + RETRY_S
            return
        self._was_away = False

    def _send(self) -> None:
        pipeline = log_connection().pipeline(transaction=False)
        for entry_id, frame in self._unsent:
            pipeline.xadd(self._key, {"d": frame}, id=entry_id)
        try:
            pipeline.execute()
        except redis.ResponseError as error:
            if "equal or smaller" in str(error):
                raise Fenced(self._key) from error
            raise
        self._unsent.clear()

    def _forget_arrived(self) -> None:
        """What was sent when the connection broke may have arrived or not: the stream's top tells."""
        newest = newest_id(log_connection(), self._key)
        top = _order(newest) if newest else (0, 0)
        if top > (self.attempt, self.seq):
            raise Fenced(self._key)
        self._unsent = [(entry_id, frame) for entry_id, frame in self._unsent if _order(entry_id) > top]


def _order(entry_id: str) -> tuple[int, int]:
    attempt, _, seq = entry_id.partition("-")
    return int(attempt), int(seq)
