"""What every starter comes to, over five seeds: its choices were made on validation, its bar is held on test."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median

import torch

import builder
from builder.compiler.measures import measures
from builder.kinds.starter import Starter
from trainer.run.beginning import begin
from trainer.run.events import Evaluated, Failed, Tested
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice

SEEDS = range(5)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "starters.md"
HEAD = """\
# What the starters come to

Medians over five seeds, with the least and the most in brackets. Sizes, rates and epochs were settled on the
validation part; the test part was looked at once by each run, at its end. `script/starters` writes this page.

| starter | measured | validation | test | bar |
| --- | --- | --- | --- | --- |
"""


def main(keys: list[str]) -> int:
    """Print a row for each starter, and write the page when all were asked for; 1 where a bar is not met."""
    torch.set_num_threads(1)
    rows, is_met = [], True
    for key in keys or builder.STARTERS:
        row, meets = _row(builder.STARTERS[key])
        rows.append(row)
        is_met &= meets
        print(row, flush=True)
    if not keys:
        PAGE.write_text(HEAD + "\n".join(rows) + "\n")
    return 0 if is_met else 1


def _row(starter: Starter) -> tuple[str, bool]:
    name, least = starter.bar or (next(iter(measures(starter.document))), None)
    rises = measures(starter.document)[name]
    both = [_trained(starter, seed, name) for seed in SEEDS]
    validation, test = ([pair[part] for pair in both] for part in (0, 1))
    middle = median(test)
    meets = least is None or (middle >= least if rises else middle <= least)
    bar = "" if least is None else f"{'at least' if rises else 'at most'} {least:g}{'' if meets else ': **not met**'}"
    return f"| {starter.key} | {name} | {_spread(validation)} | {_spread(test)} | {bar} |", meets


def _spread(values: list[float]) -> str:
    return f"{median(values):.4g} ({min(values):.4g} to {max(values):.4g})"


def _trained(starter: Starter, seed: int, name: str) -> tuple[float, float]:
    """What a run gives on validation, with the weights that it keeps, and on test."""
    training = starter.document.training.model_copy(update={"seed": seed})
    state = begin(Experiment(document=starter.document.model_copy(update={"training": training})))
    last, told = {}, {}
    while not state.is_finished:
        for event in train_slice(state, 60):
            match event:
                case Evaluated():
                    told[event.step] = event.metrics
                case Tested():
                    last = {"step": event.of_step, **event.metrics}
                case Failed():
                    raise RuntimeError(f"{starter.key}: {event.problem.message}")
    return told[last["step"]][name], last[name]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
