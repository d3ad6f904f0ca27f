"""Runs the samples: in rounds, with the order rotated, one at a time, each in a process of its own."""

from __future__ import annotations

import json
import os
import pkgutil
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.training import contenders

ROOT = Path(__file__).parents[3]
RIVALS = ROOT / ".venv-bench/bin/python"


@dataclass(frozen=True)
class Sample:
    """One line of the results. ``skipped`` says why there are no numbers.

    Units: ``at`` in seconds since 1970.
    """

    workload: str
    contender: str
    threads: int
    round: int
    at: str
    commit: str
    machine: Mapping[str, object]
    skipped: str = ""
    ms_per_step: float = 0.0
    steps: int = 0
    losses: int = 0
    first_losses: Sequence[float] = ()
    last_loss: float = 0.0
    accuracy: float = 0.0
    versions: Mapping[str, str] = field(default_factory=dict)

    def line(self) -> str:
        return json.dumps(asdict(self)) + "\n"


def find_contenders() -> list[str]:
    """The name of every contender, found by walking ``contenders``; ours is the first."""
    names = [found.name for found in pkgutil.iter_modules(contenders.__path__)]
    return sorted(names, key=lambda name: (name != "ours", name))


def run(
    rounds: Mapping[str, int], epochs: Mapping[str, int], wanted: Sequence[str], threads: Sequence[int]
) -> Iterator[Sample]:
    """The samples of so many rounds of each workload, as they are taken."""
    facts = {"commit": _commit(), "machine": _machine()}
    absent: set[tuple[str, str]] = set()
    for number in range(max(rounds.values())):
        turns = [(name, many) for name in wanted for many in threads]
        first = number % len(turns)
        for key in (key for key in rounds if number < rounds[key]):
            for name, many in turns[first:] + turns[:first]:
                if (key, name) in absent:
                    continue
                sample = _take(key, name, many, number, epochs[key], facts)
                if sample.skipped:
                    absent.add((key, name))
                yield sample


def _take(key: str, name: str, threads: int, number: int, epochs: int, facts: Mapping[str, object]) -> Sample:
    python = str(RIVALS if RIVALS.exists() else sys.executable)
    command = [python, "-m", "tests.bench.training.sample", key, name, str(epochs), str(threads)]
    environ = {**os.environ, "OMP_NUM_THREADS": str(threads), "TF_CPP_MIN_LOG_LEVEL": "3"}
    ended = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    if ended.returncode:
        answer = {"skipped": "it failed: " + (ended.stderr.strip().splitlines() or [str(ended.returncode)])[-1]}
    else:
        answer = json.loads(ended.stdout.splitlines()[-1])
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Sample(workload=key, contender=name, threads=threads, round=number, at=at, **facts, **answer)


def _commit() -> str:
    """The commit that is measured, with a + where the tree differs from it."""

    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain", "--untracked-files=no") else "")


def _machine() -> dict[str, object]:
    processor = platform.processor() or platform.machine()
    if (facts := Path("/proc/cpuinfo")).exists():
        names = [line.partition(":")[2].strip() for line in facts.read_text().splitlines() if "model name" in line]
        processor = names[0] if names else processor
    return {"processor": processor, "cores": os.cpu_count(), "system": platform.system(), "load": os.getloadavg()[0]}
