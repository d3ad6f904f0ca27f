"""What a process counts, in the names that Prometheus reads. Counting costs a lock and an addition."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter
from typing import ClassVar, NamedTuple

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the buckets that times are counted in."""


class Sample(NamedTuple):
    """One number with its name."""

    name: str
    labels: Mapping[str, str]
    value: float


class Family:
    """Numbers of one name. Making one registers it; a name can be given only once."""

    every: ClassVar[dict[str, Family]] = {}
    kind: ClassVar[str]

    def __init__(self, name: str, meaning: str, labels: tuple[str, ...] = ()) -> None:
        if name in self.every:
            raise ValueError(f"{name} is counted already")
        self.name, self.meaning, self._labels = name, meaning, labels
        self._lock = threading.Lock()
        self.every[name] = self

    def samples(self) -> Iterator[Sample]:
        """The numbers as they stand."""
        raise NotImplementedError

    def _key(self, labels: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(labels[name] for name in self._labels)

    def _named(self, key: tuple[str, ...]) -> dict[str, str]:
        return dict(zip(self._labels, key, strict=True))


class Counter(Family):
    """Counts up."""

    kind = "counter"

    def __init__(self, name: str, meaning: str, labels: tuple[str, ...] = ()) -> None:
        super().__init__(name, meaning, labels)
        self._values: defaultdict[tuple[str, ...], float] = defaultdict(float)
        if not labels:
            self._values[()] = 0.0  # a rate needs the zero that it began with

    def add(self, amount: float = 1.0, **labels: str) -> None:
        with self._lock:
            self._values[self._key(labels)] += amount

    def samples(self) -> Iterator[Sample]:
        with self._lock:
            found = list(self._values.items())
        yield from (Sample(self.name, self._named(key), value) for key, value in found)


class Level(Counter):
    """Goes up and down: how many there are of something now."""

    kind = "gauge"

    @contextmanager
    def one_more(self, **labels: str) -> Iterator[None]:
        """While something is there."""
        self.add(1, **labels)
        try:
            yield
        finally:
            self.add(-1, **labels)


class Reading(Family):
    """A number that is read when somebody asks."""

    kind = "gauge"

    def __init__(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        super().__init__(name, meaning)
        self._read = read

    def samples(self) -> Iterator[Sample]:
        yield Sample(self.name, {}, self._read())


class Times(Family):
    """How long something takes, counted in buckets. Units: seconds."""

    kind = "histogram"

    def __init__(self, name: str, meaning: str) -> None:
        super().__init__(name, meaning)
        self._buckets = [0] * (len(SECONDS) + 1)
        self._sum = 0.0

    def observe(self, seconds: float) -> None:
        with self._lock:
            self._buckets[bisect_left(SECONDS, seconds)] += 1
            self._sum += seconds

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Count how long the block takes, also one that raises."""
        begun = perf_counter()
        try:
            yield
        finally:
            self.observe(perf_counter() - begun)

    def samples(self) -> Iterator[Sample]:
        with self._lock:
            buckets, total = list(self._buckets), self._sum
        so_far = 0
        for bound, count in zip((*map(str, SECONDS), "+Inf"), buckets, strict=True):
            so_far += count
            yield Sample(f"{self.name}_bucket", {"le": bound}, so_far)
        yield Sample(f"{self.name}_sum", {}, total)
        yield Sample(f"{self.name}_count", {}, so_far)
