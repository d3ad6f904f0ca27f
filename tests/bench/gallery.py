"""What every starter comes to, over some seeds: its choices were made on validation, its bars are held on test."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import torch

import builder
from builder.compiler.measures import measures
from builder.drawing.document import Document
from builder.exporters.script import export
from builder.kinds.lesson import Variant
from builder.kinds.starter import Bar, Starter
from builder.registry.measured import Measured, digest, keep, measured
from tests.bench.comparisons import table
from tests.bench.systems import SYSTEMS
from trainer.run.beginning import begin
from trainer.run.events import Evaluated, Failed, Tested
from trainer.run.experiment import Experiment
from trainer.run.loop import train_slice

PAGE = Path(__file__).resolve().parents[2] / "docs" / "gallery.md"
LONGEST_S = 90
SEEDS = 5
HEAD = """\
# What the gallery comes to

Every starter was trained with five seeds as a worker trains it, and each run looked at the test part once, at its end.
Sizes, rates and epochs are to be settled on the validation part; those (or bars, or the split of the data) of {SEEN}
were settled by who had seen test figures of earlier tries, so they may flatter a little.

A row has the median on test with the least and the most in brackets, the bar that the median must reach with how much
worse the worst seed may be, and the median of the seconds of one training, with those of computing: on one thread these
are what it takes where nothing else goes on, and at most 90. `script/gallery --keep` writes this page.

"""
SEEN = (
    "gmdh",
    *("curve-mlp", "depth", "overfitting", "alexnet", "vgg", "deep-resnet", "unet", "super-resolution", "long-memory"),
    *("gan", "dcgan", "vae", "realnvp", "pixelcnn", "ddpm", "latent-diffusion", "scaling", "data-scale"),
    *("s5", "selective-copying", "summarise", "bert-tuned", "sentiment", "wav2vec", "connect-four", "gcn"),
)
Told = dict[str, float]
"""What was measured, by name."""
COLUMNS = ("starter", "system", "measure", "bar", "median (worst, best)", "seconds", "CPU s", "steps", "parameters")


@dataclass(frozen=True)
class Trained:
    """What one run came to, by the name of each measure, and what it took."""

    validation: Told
    test: Told
    seconds: float
    cpu_seconds: float
    steps: int


@dataclass(frozen=True)
class Row:
    """A line of the table for one bar of a starter."""

    cells: tuple[str, ...]
    meets: bool


def main(given: Sequence[str]) -> int:
    """Print a row for each bar, and write the page when all were asked for; 1 where a bar is not met.

    Fewer seeds than the bar asks for are a try, which shows validation: the test part is for what is settled.
    """
    asked = _asked(given)
    if asked.within or asked.alone:
        asked.seeds = 1
    starters = (
        _within(asked.within) if asked.within else [builder.STARTERS[key] for key in asked.keys or builder.STARTERS]
    )
    part = "test" if asked.seeds >= SEEDS or asked.within or asked.alone else "validation"
    train = trained_alone if asked.alone else trained
    print(f"On the {part} part:", _line(COLUMNS), _line(["---"] * len(COLUMNS)), sep="\n", flush=True)
    is_met = True
    with ProcessPoolExecutor(asked.jobs) as pool:
        of_seeds = {s.key: [pool.submit(train, s.document, seed) for seed in range(asked.seeds)] for s in starters}
        for starter in starters:
            runs = [future.result() for future in of_seeds[starter.key]]
            rows = _rows(starter, runs, part)
            print(*(_line(row.cells) for row in rows), sep="\n", flush=True)
            is_met &= all(row.meets for row in rows)
            if asked.keep:
                keep(starter, _measured(starter, runs))
            for comparison in starter.lesson.comparisons if asked.comparisons and starter.lesson else ():
                for told in table(starter, comparison):
                    print(told, flush=True)
            for variant in _variants(starter) if asked.variants else ():
                print(_of_variant(starter, variant, pool.submit(trained, variant.made(starter.document), 0).result()))
    if not asked.keys and asked.keep:
        PAGE.write_text(page())
    return 0 if is_met else 1


def _asked(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/gallery", description=__doc__)
    parser.add_argument("keys", nargs="*", choices=[[], *builder.STARTERS], metavar="KEY", help="all, if none is named")
    parser.add_argument(
        "--seeds", type=int, default=SEEDS, help="how many trainings of each (5); fewer show validation"
    )
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time, of one thread each (1)")
    parser.add_argument("--alone", action="store_true", help="train the first seed by its exported script, alone")
    parser.add_argument("--keep", action="store_true", help="write what was measured for the gallery's cards")
    parser.add_argument("--variants", action="store_true", help="train what the lesson has one try, too")
    parser.add_argument(
        "--comparisons", action="store_true", help="train the lesson's experiments, too: arms by values"
    )
    parser.add_argument("--within", type=float, help="the cheapest that take so many CPU seconds together, a seed each")
    return parser.parse_args(given)


def _within(cpu_seconds: float) -> list[Starter]:
    """The starters that were measured to be the cheapest, as many as fit."""
    known = [(told.cpu_seconds, each.order, each) for each in builder.STARTERS.values() if (told := measured(each))]
    chosen: list[Starter] = []
    for cost, _, starter in sorted(known, key=lambda each: each[:2]):
        cpu_seconds -= cost
        if cpu_seconds < 0:
            break
        chosen.append(starter)
    return chosen


def trained(document: Document, seed: int) -> Trained:
    """Train a drawing to its end as a worker does, on one thread."""
    torch.set_num_threads(1)
    training = document.training.model_copy(update={"seed": seed})
    began, cpu = time.perf_counter(), time.process_time()
    state = begin(Experiment(document=document.model_copy(update={"training": training})))
    last: Told = {}
    told: dict[int, Told] = {}
    of_step = 0
    while not state.is_finished:
        for event in train_slice(state, 60):
            match event:
                case Evaluated():
                    told[event.step] = event.metrics
                case Tested():
                    last, of_step = event.metrics, event.of_step
                case Failed():
                    raise RuntimeError(event.problem.message)
    spent = time.perf_counter() - began, time.process_time() - cpu
    return Trained(
        validation=told.get(of_step, {}), test=last, seconds=spent[0], cpu_seconds=spent[1], steps=state.step
    )


def trained_alone(document: Document, seed: int) -> Trained:
    """Run the exported script of a drawing in a Python of its own, where nothing is ours, on one thread."""
    training = document.training.model_copy(update={"seed": seed})
    began, cpu = time.perf_counter(), getrusage(RUSAGE_CHILDREN)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "script.py"
        file.write_text(export(document.model_copy(update={"training": training})))
        command = [sys.executable, "-I", file.name]
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        said = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout
    used = getrusage(RUSAGE_CHILDREN)
    [*_, tested] = (line for line in said.splitlines() if line.startswith("test "))
    _, *told = tested.split()
    return Trained(
        validation={},
        test={name: float(value) for name, value in zip(told[::2], told[1::2], strict=True)},
        seconds=time.perf_counter() - began,
        cpu_seconds=used.ru_utime + used.ru_stime - cpu.ru_utime - cpu.ru_stime,
        steps=max(int(line.split()[1]) for line in said.splitlines() if line.startswith("step ")),
    )


def _rows(starter: Starter, runs: Sequence[Trained], part: str) -> list[Row]:
    seconds, cpu = (median(getattr(run, name) for run in runs) for name in ("seconds", "cpu_seconds"))
    bars: Sequence[Bar | None] = starter.bars or (None,)
    return [_row(starter, bar, [getattr(run, part) for run in runs], (seconds, cpu), runs[0].steps) for bar in bars]


def _row(
    starter: Starter, bar: Bar | None, tests: list[dict[str, float]], spent: tuple[float, float], steps: int
) -> Row:
    rises = measures(starter.document)
    name = bar.measure if bar else next(iter(rises))
    up = bar.at == "least" if bar and bar.at else rises[name]
    values = sorted((_kept(test[name]) for test in tests), reverse=up)  # best first
    middle, worst, best = median(values), values[-1], values[0]
    meets, told = spent[1] <= LONGEST_S, ""
    if bar:
        sign = 1 if up else -1
        is_median = len(tests) < SEEDS or sign * (middle - bar.value) >= 0  # of fewer, the middle says little
        meets &= is_median and sign * (worst - bar.value) >= -bar.margin
        told = f"{'at least' if up else 'at most'} {bar.value:g}, {bar.margin:g} worse at worst"
    mark = "" if meets else " **not met**"
    cells = (
        starter.key,
        starter.system,
        name,
        told + mark,
        f"{middle:.4g} ({worst:.4g}, {best:.4g})",
        f"{spent[0]:.0f}",
        f"{spent[1]:.0f}",
        f"{steps:,}",
        f"{_parameters(starter):,}",
    )
    return Row(cells, meets)


def _variants(starter: Starter) -> tuple[Variant, ...]:
    return starter.lesson.variants if starter.lesson else ()


def _of_variant(starter: Starter, variant: Variant, run: Trained) -> str:
    told = [f"{bar.measure} {run.validation[bar.measure]:.4g}" for bar in starter.bars if bar.measure in run.validation]
    return f"  {starter.key}, {variant.label}: {', '.join(told)} on validation, {run.cpu_seconds:.0f} s"


def _measured(starter: Starter, runs: Sequence[Trained]) -> Measured:
    names = [bar.measure for bar in starter.bars] or [next(iter(measures(starter.document)))]
    return Measured(
        drawing=digest(starter),
        figures={name: tuple(_kept(run.test[name]) for run in runs) for name in names},
        seconds=round(median(run.seconds for run in runs), 1),
        cpu_seconds=round(median(run.cpu_seconds for run in runs), 1),
        steps=runs[0].steps,
        parameters=_parameters(starter),
    )


def _kept(figure: float) -> float:
    """A figure as it is kept: networks measure in single precision, in which 94 of 100 are less than 0.94."""
    return float(f"{figure:.6g}")


def _parameters(starter: Starter) -> int:
    return builder.check(starter.document).parameters


def page() -> str:
    """The page of the gallery, from what was kept: what was drawn otherwise since is named as not measured."""
    lines = [_line(COLUMNS), _line(["---"] * len(COLUMNS))]
    for starter in builder.STARTERS.values():
        kept = measured(starter)
        if kept is None:
            lines.append(_line([starter.key, starter.system, "", "not measured since it was drawn", *[""] * 5]))
            continue
        many = len(next(iter(kept.figures.values())))
        tests = [{name: values[seed] for name, values in kept.figures.items()} for seed in range(many)]
        spent = kept.seconds, kept.cpu_seconds
        lines += [_line(_row(starter, bar, tests, spent, kept.steps).cells) for bar in starter.bars or (None,)]
    missing = [system for system in SYSTEMS if system not in {each.system for each in builder.STARTERS.values()}]
    foot = f"\nWithout a starter yet: {', '.join(missing)}.\n" if missing else ""
    return HEAD.replace("{SEEN}", ", ".join(SEEN)) + "\n".join(lines) + "\n" + foot


def _line(cells: Sequence[Any]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
