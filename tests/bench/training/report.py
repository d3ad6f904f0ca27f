"""One table of all samples: medians, ratios to ours with their least and greatest, and their geometric means."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.bench.training.rounds import Sample

OURS = "ours"


@dataclass(frozen=True)
class Cell:
    """A contender on a workload, at the number of threads that suits it best.

    Units: milliseconds per step, by round; ``ratios`` to ours of the same round.
    """

    threads: int
    times: Mapping[int, float]
    ratios: tuple[float, ...]

    @property
    def ms(self) -> float:
        return statistics.median(self.times.values())

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    def __str__(self) -> str:
        own = f"{self.ms:.3g} ms t{self.threads}"
        if not self.ratios:
            return own
        return f"{self.ratio:.2f}x ({min(self.ratios):.2f}-{max(self.ratios):.2f}) {own}"


def cells(samples: Iterable[Sample]) -> dict[tuple[str, str], Cell]:
    """What the samples say of each (contender, workload)."""
    times: dict[tuple[str, str], dict[int, dict[int, float]]] = {}
    for sample in samples:
        if not sample.skipped:
            by_threads = times.setdefault((sample.contender, sample.workload), {})
            by_threads.setdefault(sample.threads, {})[sample.round] = sample.ms_per_step
    best = {
        place: min(by_threads.items(), key=lambda entry: statistics.median(entry[1].values()))
        for place, by_threads in times.items()
    }
    return {
        (name, key): Cell(threads, taken, _ratios(taken, best.get((OURS, key), (0, {}))[1] if name != OURS else {}))
        for (name, key), (threads, taken) in best.items()
    }


def _ratios(theirs: Mapping[int, float], ours: Mapping[int, float]) -> tuple[float, ...]:
    return tuple(theirs[number] / ours[number] for number in sorted(theirs.keys() & ours.keys()))


def table(samples: Sequence[Sample]) -> str:
    """Contenders by workloads, the slowest last. How many times as long as ours a step takes; how long; threads."""
    found = cells(samples)
    workloads = sorted({key for _, key in found})
    means = {name: geometric_mean(found, name) for name, _ in found}
    rows = [["", *workloads, "mean"]]
    for name in sorted(means, key=lambda name: (name != OURS, means[name] or 0.0)):
        mean = f"{means[name]:.2f}x" if means[name] else ""
        rows.append([name, *(str(found.get((name, key), "")) for key in workloads), mean])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |" for row in rows
    )


def geometric_mean(found: Mapping[tuple[str, str], Cell], name: str) -> float | None:
    """Of a contender's ratios over the workloads that it was sampled on."""
    ratios = [cell.ratio for (contender, _), cell in found.items() if contender == name and cell.ratios]
    return statistics.geometric_mean(ratios) if ratios else None
