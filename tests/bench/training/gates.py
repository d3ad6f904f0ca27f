"""What must be equal for a comparison to be one."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Iterator, Sequence

from tests.bench.training.report import OURS
from tests.bench.training.rounds import Sample

TOLERANCE = 1e-4
POINTS = 0.02


def broken(samples: Sequence[Sample]) -> Iterator[str]:
    """In words, each thing that should be equal and is not."""
    taken = [sample for sample in samples if not sample.skipped]
    for key in sorted({sample.workload for sample in taken}):
        ours = [s for s in taken if s.workload == key and s.contender == OURS]
        others = [s for s in taken if s.workload == key and s.contender != OURS]
        yield from _streamed(key, ours)
        yield from _first_losses(key, ours, (s for s in others if s.contender == "eager"))
        yield from _accuracy(key, ours, [s for s in others if s.contender == "naive"])


def _streamed(key: str, ours: Iterable[Sample]) -> Iterator[str]:
    for sample in ours:
        if sample.losses != sample.steps:
            yield f"({key}) we streamed {sample.losses:,} losses of {sample.steps:,} steps."


def _first_losses(key: str, ours: Iterable[Sample], eager: Iterable[Sample]) -> Iterator[str]:
    by_threads = {sample.threads: sample for sample in eager}  # which round sums otherwise, in plain torch too
    for sample in ours:
        if (reference := by_threads.get(sample.threads)) is None:
            continue
        pairs = zip(sample.first_losses, reference.first_losses, strict=True)
        for step, (mine, theirs) in enumerate(pairs, start=1):
            if not math.isclose(mine, theirs, rel_tol=TOLERANCE):
                yield f"({key}) our loss of step {step} is {mine!r}; that of plain torch is {theirs!r}."
                break


def _accuracy(key: str, ours: Sequence[Sample], naive: Sequence[Sample]) -> Iterator[str]:
    if not (ours and naive):
        return
    mine, theirs = (statistics.median(sample.accuracy for sample in group) for group in (ours, naive))
    if mine < theirs - POINTS:
        yield f"({key}) our accuracy is {mine:.3f}; that of the naive loop is {theirs:.3f}."
