"""So much a second, and what was saved up of it: how often, or for how long, somebody may have something done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from time import monotonic

KEPT = 10_000
"""Of so many it is known what they spent; whoever was quiet longest is forgotten."""


class Allowance:
    """``per_s`` comes in each second, up to ``most``; what is spent may go below nothing, and is then waited for."""

    def __init__(self, per_s: float, most: float, now: Callable[[], float] = monotonic) -> None:
        self.per_s, self.most = per_s, most
        self._now, self._lock = now, threading.Lock()
        self._left: dict[Hashable, tuple[float, float]] = {}

    def wait_s(self, whose: Hashable) -> float:
        """After how many seconds something is there to spend; 0 where there is now."""
        with self._lock:
            return max(0.0, -self._of(whose) / self.per_s)

    def spend(self, whose: Hashable, much: float) -> None:
        """Take it, whether it is there or not."""
        with self._lock:
            left = self._of(whose) - much
            self._left.pop(whose, None)
            self._left[whose] = left, self._now()  # at the end: in the order of when they spent last
            if len(self._left) > KEPT:
                del self._left[next(iter(self._left))]

    def _of(self, whose: Hashable) -> float:
        left, at = self._left.get(whose, (self.most, self._now()))
        return min(self.most, left + (self._now() - at) * self.per_s)
