"""What can be said of a sample without looking at it."""

from __future__ import annotations

import numpy

from trainer.baselines.method import Learned, Method, Rows, Says


def fit(learned: Learned) -> Says:
    """The shares of the classes, how often each question is answered by yes, or the mean of the numbers."""
    if learned.kind in ("classes", "places"):
        known = learned.y[(learned.y >= 0) & (learned.y < learned.task.many) & (learned.y != learned.task.ignored)]
        told = numpy.bincount(known, minlength=learned.task.many) / known.size
    else:
        told = learned.y.mean(axis=0)

    def says(x: Rows) -> numpy.ndarray:
        return numpy.tile(told, (len(x), 1))

    return says


METHOD = Method(
    key="chance",
    order=0,
    title="most frequent class",
    titles={"questions": "most frequent answer", "numbers": "the mean"},
    summary="Says the same of every sample: the most frequent answer, or the mean of what was measured.",
    kinds=frozenset({"classes", "places", "questions", "numbers"}),
    fit=fit,
    has_probabilities=True,
    is_blind=True,
)
