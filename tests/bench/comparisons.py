"""The experiments of lessons, trained as a sweep trains them: every arm with every value, and the law that fits."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

import torch

import builder
from builder.drawing.document import Value
from builder.kinds.lesson import Comparison
from builder.kinds.starter import Starter
from trainer.sweeps.arms import drawn
from trainer.sweeps.check import checked
from trainer.sweeps.command import made
from trainer.sweeps.comparison import plan_of
from trainer.sweeps.plan import SweepPlan
from trainer.sweeps.registry import SEARCHES
from trainer.sweeps.result import lines
from trainer.sweeps.search import Trial, ask


def table(starter: Starter, comparison: Comparison) -> Iterator[str]:
    """A line for each trial as it ends, then one for each law, then what it took."""
    torch.set_num_threads(1)
    plan = checked(starter.document, plan_of(comparison))
    trials: list[Trial] = []
    parameters: dict[int, int] = {}
    began, cpu = time.perf_counter(), time.process_time()
    yield f"{starter.key}: {comparison.title}"
    while asked := ask(SEARCHES[plan.search], plan, trials):
        parameters[asked.number] = builder.check(drawn(starter.document, plan, asked.values)).parameters
        start = time.perf_counter()
        trial, words = made(starter.document, plan, trials, asked, torch.device("cpu"))
        trials.append(trial)
        seconds = time.perf_counter() - start
        yield f"  {_told(asked.values)}: {words}, {parameters[asked.number]:,} parameters, {seconds:.1f} s"
    yield from _medians(plan, trials, parameters)
    yield f"  {time.perf_counter() - began:.0f} s, {time.process_time() - cpu:.0f} CPU s"


def _medians(plan: SweepPlan, trials: list[Trial], parameters: Mapping[int, int]) -> Iterator[str]:
    for line in lines(plan, trials, parameters):
        points = ", ".join(f"{y:.4g} at {x}" for x, y in line.medians)
        yield f"  {line.label or plan.judge.name}: {points}"
        if line.fit:
            yield f"    {line.fit.words}"


def _told(values: Mapping[str, Value]) -> str:
    return ", ".join(f"{path} {value}" for path, value in values.items())
