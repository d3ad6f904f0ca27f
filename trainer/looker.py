"""Looks at a run while it trains, as often as its watchers like and its training can afford."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from trainer.looks import Look, look, probe_of
from trainer.loop import State

SHARE = 0.025
"""The largest part of the training time that looking may take, all probes together."""


class Looker:
    """Looks in turn at what is watched.

    Each probe has an equal part of the time that looking may take: one whose looks are dear looks less often, and
    keeps no other from looking. Only time that the run trains counts, so make one per run and `resume` it before
    each slice.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._trained_s = 0.0
        self._since = clock()
        self._next: dict[str, tuple[float, float]] = {}

    def resume(self) -> None:
        """A slice begins: what lay between it and the last one was not training."""
        self._since = self._clock()

    def look(self, state: State, views: Iterable[str]) -> Iterator[list[Look]]:
        """What the probes that are due see, a probe at a time."""
        watched: dict[str, list[str]] = {}
        for view in sorted(views):
            if probe := probe_of(view):
                watched.setdefault(probe.key, []).append(view)
        self._next = {key: due for key, due in self._next.items() if key in watched}
        for key, of_probe in watched.items():
            now = self._tick()
            at, trained_s = self._next.get(key, (0.0, 0.0))
            if now < at or self._trained_s < trained_s:
                continue
            yield list(look(state, of_probe))
            spent = self._tick() - now  # also what the caller did with the frames
            probe = probe_of(key)
            assert probe
            self._trained_s -= spent
            self._next[key] = now + probe.every_s, self._trained_s + spent * len(watched) / SHARE

    def _tick(self) -> float:
        """The time; what passed since the last look at the clock was training."""
        now = self._clock()
        self._trained_s += now - self._since
        self._since = now
        return now
