"""Looks at a run while it trains, as often as its watchers like and its training can afford."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from trainer.look.looks import PROBES, Look, look, probe_of
from trainer.run.state import State

SHARE = 0.015
"""The largest part of the training time that looking may take, all probes together."""


@dataclass(frozen=True)
class _Turn:
    """When a probe may look again: not before a time, nor before so much training; at other views at once."""

    seen: frozenset[str] = frozenset()
    at: float = 0.0
    trained_s: float = 0.0


class Looker:
    """Looks in turn at what is watched.

    Each probe has an equal part of the time that looking may take: one whose looks are dear looks less often, and
    keeps no other from looking. What is newly watched is looked at at once, and paid for later. Only time that the
    run trains counts, so make one per run and `resume` it before each slice. ``refresh`` is called before a look.
    """

    def __init__(
        self, clock: Callable[[], float] = time.perf_counter, refresh: Callable[[], None] = lambda: None
    ) -> None:
        self._clock, self._refresh = clock, refresh
        self._trained_s = 0.0
        self._since = clock()
        self._turns: dict[str, _Turn] = {}

    def resume(self) -> None:
        """A slice begins: what lay between it and the last one was not training."""
        self._since = self._clock()

    def look(self, state: State, views: Iterable[str]) -> Iterator[list[Look]]:
        """What the probes that are due see, a probe at a time."""
        watched: dict[str, list[str]] = {}
        for view in sorted(views):
            if probe := probe_of(view):
                watched.setdefault(probe.key, []).append(view)
        self._turns = {key: self._turns.get(key, _Turn()) for key in watched}
        for key, wanted in watched.items():
            turn, now = self._turns[key], self._tick()
            is_due = now >= turn.at and self._trained_s >= turn.trained_s
            due = wanted if is_due else [view for view in wanted if view not in turn.seen]
            if not due:
                continue
            self._refresh()
            yield list(look(state, due))
            spent = self._tick() - now  # also what the caller did with the frames
            self._trained_s -= spent
            rest = spent * len(watched) / SHARE
            self._turns[key] = _Turn(
                seen=frozenset(wanted),
                at=now + PROBES[key].every_s,
                trained_s=max(turn.trained_s, self._trained_s) + rest,
            )

    def _tick(self) -> float:
        """The time; what passed since the last look at the clock was training."""
        now = self._clock()
        self._trained_s += now - self._since
        self._since = now
        return now
