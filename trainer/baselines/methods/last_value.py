"""The last value of a series, said again.

Reference: Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", 2021, which calls it the naive method.
"""

from __future__ import annotations

import math

import numpy

from trainer.baselines.method import Learned, Method, Rows, Says
from trainer.baselines.task import Task


def fit(learned: Learned) -> Says:
    """Nothing is fitted: what was there last is said of everything that comes."""
    field, many = learned.task.given[0], learned.task.many
    width = math.prod(field.shape[1:])

    def says(x: Rows) -> numpy.ndarray:
        last = x.reshape(len(x), field.shape[0], width)[:, -1]
        return numpy.tile(last, (1, many // width))

    return says


def _goes_on(task: Task) -> bool:
    """Whether one series is given, and what comes after it is asked for, with all that a step of it has."""
    if len(task.given) != 1:
        return False
    field = task.given[0]
    is_series = field.time_axis == 0 and not field.classes and task.follows == field.name
    return is_series and task.many % math.prod(field.shape[1:]) == 0


METHOD = Method(
    key="last_value",
    order=5,
    title="the last value",
    summary="Says that everything stays as it was at the last step.",
    kinds=frozenset({"numbers"}),
    fit=fit,
    fits=_goes_on,
)
