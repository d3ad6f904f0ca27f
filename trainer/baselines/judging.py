"""Judges what a method says by the drawing's own code."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy
import torch
from torch import Tensor, nn

from builder.checker.wiring import Wire
from builder.compiler.program import Batch, Program
from trainer.baselines.task import Measure, Task

MIDDLE = 0.5
"""A target above it means yes: metrics of questions take it so."""
LEAST = 1e-12
"""The least probability that is told of a yes or a no: a share of 0 is never quite that."""


def answers_to(program: Program, task: Task, samples: Batch) -> numpy.ndarray:
    """What a method learns of each sample: (N,) classes, (N, places), (N, questions) of 0 and 1, or (N, numbers)."""
    target = _made(program, task.learned, samples)
    if task.kind == "classes":
        return numpy.asarray(target.long().numpy())
    flat = target.reshape(len(target), math.prod(target.shape[1:]))
    if task.kind == "places":
        return numpy.asarray(flat.long().numpy())
    return numpy.asarray((flat > MIDDLE).long().numpy() if task.kind == "questions" else flat.double().numpy())


def is_known(task: Task, y: numpy.ndarray) -> numpy.ndarray:
    """Of which samples it is known what is right. Shape: -> (N,)."""
    if task.kind not in ("classes", "places"):
        return numpy.ones(len(y), dtype=bool)
    counts = (y != task.ignored) & (y >= 0) & (y < task.many)
    return counts if task.kind == "classes" else numpy.asarray(counts.any(axis=1))


def judged(program: Program, task: Task, measure: Measure, samples: Batch, said: numpy.ndarray) -> float:
    """What one loss or metric of the drawing makes of what was said of some samples."""
    answer = _as_judged(task, measure, torch.from_numpy(numpy.ascontiguousarray(said)))
    return _made(program, measure.told, samples, {measure.input: answer.float()}).item()


def _as_judged(task: Task, measure: Measure, said: Tensor) -> Tensor:
    """What was said, in the measure in which a judge takes it. Shape: -> (N, ...), as the network's answer."""
    if task.kind in ("classes", "places"):
        if measure.is_loss:
            said = said.log()
        for _ in task.said[1:]:
            said = said.unsqueeze(-1)
        return said.expand(len(said), *task.said)
    if task.kind == "questions":
        match measure.reads:
            case "score":
                said = said.clamp(LEAST, 1 - LEAST).logit()
            case "yes":
                said = said - 0.5 + measure.threshold
    return said.reshape(len(said), *task.said)


def _made(program: Program, wire: Wire, samples: Batch, given: Mapping[Wire, Tensor] = MappingProxyType({})) -> Tensor:
    """What is on a wire that rests on data alone, and on what is given."""
    needs = program.rests_on([wire], given)
    known = {**given, **{each: samples[program.plan.fields[each]] for each in sorted(needs)}}
    with torch.inference_mode():
        values = {".".join(each): value for each, value in known.items()}
        (value,) = program.between(known, [wire])(nn.Module(), values)
    return value
