"""Measures how fast we train beside other programs, and prints one table.

Each sample is a process of its own; they take turns. A ratio says how many times as long as ours a step takes.
Programs that are not installed are named and left out; script/bench installs them.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.bench.training.gates import broken
from tests.bench.training.report import table
from tests.bench.training.rounds import ROOT, Sample, find_contenders, run
from tests.bench.training.workload import Workload, find_workloads

RESULTS = ROOT / "test-results/training-bench.jsonl"
QUICK_WORKLOADS = ["a", "f"]
QUICK_CONTENDERS = ["ours", "naive", "eager"]
QUICK_SHARE = 4


def main(arguments: list[str] | None = None) -> int:
    """Take the samples, or read them; print the table, and what should be equal but is not."""
    options = _options(arguments)
    samples = _read(options.report) if options.report else _measure(options)
    print(f"\n{_legend(samples)}\n\n{table(samples)}\n")
    for sample in {(s.contender, s.skipped): s for s in samples if s.skipped}.values():
        print(f"left out: {sample.contender} on ({sample.workload}): {sample.skipped}")
    faults = list(broken(samples))
    print("\n".join(faults) or "Gates: first losses, accuracy and the number of streamed losses are as they must be.")
    return 1 if faults else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.training", description=__doc__)
    parser.add_argument("--workloads", type=_names, help="such as a,f; all without it")
    parser.add_argument("--contenders", type=_names, help=f"of {', '.join(find_contenders())}; all without it")
    parser.add_argument("--threads", type=_names, default=["1", "2"], help="numbers of threads to try: 1,2")
    parser.add_argument("--rounds", type=int, help="samples of each; 5, or 9 where times scatter, without it")
    parser.add_argument("--quick", action="store_true", help="one short round against hand-written loops, on (a), (f)")
    parser.add_argument("--out", type=Path, default=RESULTS, help="file for the samples, as JSON lines")
    parser.add_argument("--report", type=Path, help="only print the table of such a file")
    options = parser.parse_args(arguments)
    if options.quick:
        options.workloads = options.workloads or QUICK_WORKLOADS
        options.contenders = options.contenders or QUICK_CONTENDERS
        options.rounds, options.threads = options.rounds or 1, ["1"]
    return options


def _names(text: str) -> list[str]:
    return text.split(",")


def _measure(options: argparse.Namespace) -> list[Sample]:
    chosen = _chosen(options.workloads)
    rounds = {key: options.rounds or workload.rounds for key, workload in chosen.items()}
    share = QUICK_SHARE if options.quick else 1
    epochs = {key: max(1, workload.epochs // share) for key, workload in chosen.items()}
    samples = []
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("w") as out:
        for sample in run(rounds, epochs, options.contenders or find_contenders(), [int(n) for n in options.threads]):
            samples.append(sample)
            out.write(sample.line())
            out.flush()
            _progress(sample)
    return samples


def _chosen(keys: list[str] | None) -> dict[str, Workload]:
    known = find_workloads()
    if unknown := set(keys or ()) - known.keys():
        raise SystemExit(f"There is no workload {', '.join(sorted(unknown))}; there are {', '.join(known)}.")
    return {key: workload for key, workload in known.items() if key in (keys or known)}


def _progress(sample: Sample) -> None:
    told = sample.skipped or f"{sample.ms_per_step:9.3f} ms/step   accuracy {sample.accuracy:.3f}"
    name = f"({sample.workload}) {sample.contender:13s} t{sample.threads}"
    print(f"round {sample.round + 1}  {name}  {told}", file=sys.stderr, flush=True)


def _read(file: Path) -> list[Sample]:
    return [Sample(**json.loads(line)) for line in file.read_text().splitlines()]


def _legend(samples: list[Sample]) -> str:
    machine, known = samples[0].machine, find_workloads()
    versions = {name: version for sample in samples for name, version in sample.versions.items()}
    keys = sorted({sample.workload for sample in samples})
    return "\n".join(
        [
            f"{machine['processor']}, {machine['cores']} cores, {machine['system']}; commit {samples[0].commit}",
            ", ".join(f"{name} {version}" for name, version in versions.items()),
            *(f"({key}) {known[key].title}" for key in keys),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
