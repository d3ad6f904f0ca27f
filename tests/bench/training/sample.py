"""One sample: a contender trains a workload, in a process of its own, and says how it went.

``python -m tests.bench.training.sample WORKLOAD CONTENDER EPOCHS THREADS`` prints one line of JSON.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from importlib import metadata
from pathlib import Path

from tests.bench.training.fit import Fit, NotOffered
from tests.bench.training.workload import find_workloads

FIRST_LOSSES = 10
REQUIREMENTS = Path(__file__).parents[3] / "requirements-bench.txt"


def main(key: str, contender: str, epochs: str, threads: str) -> int:
    workload = find_workloads()[key]
    try:
        program = importlib.import_module(f"tests.bench.training.contenders.{contender}")
        fit: Fit = program.fit(workload, int(epochs), int(threads))
    except ModuleNotFoundError as error:
        return _say({"skipped": f"{error.name} is not installed; script/bench installs it"})
    except NotOffered as error:
        return _say({"skipped": str(error)})
    steps = int(epochs) * workload.steps_per_epoch
    return _say(
        {
            "ms_per_step": 1000 * fit.seconds / steps,
            "steps": steps + workload.steps_per_epoch,
            "losses": len(fit.losses),
            "first_losses": fit.losses[:FIRST_LOSSES],
            "last_loss": fit.losses[-1],
            "accuracy": fit.accuracy,
            "versions": _versions(),
        }
    )


def _say(answer: dict[str, object]) -> int:
    print("\n" + json.dumps(answer))
    return 0


def _versions() -> dict[str, str]:
    """Of Python, and of the packages that the bench is about, as far as they are installed."""
    named = re.findall(r"^([\w-]+)==", REQUIREMENTS.read_text(), re.MULTILINE)
    found = {"python": sys.version.split()[0]}
    for name in ("torch", "numpy", *named):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
