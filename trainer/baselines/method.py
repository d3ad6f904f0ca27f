"""What a classical method is: one way of telling what a sample is without a network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy

from trainer.baselines.task import Kind, Task

Rows = numpy.ndarray
Says = Callable[[Rows], numpy.ndarray]
"""Rows (N, columns) to what is said of each: (N, classes) or (N, questions), probabilities or scores that have their
order, or (N, numbers)."""


@dataclass(frozen=True)
class Learned:
    """What a method is fitted on; ``are_counts`` says that x counts things.

    Shape: x (N, columns); y (N,) classes, (N, questions) of 0 and 1, (N, numbers).
    """

    task: Task
    x: Rows
    y: numpy.ndarray
    are_counts: bool
    seed: int

    @property
    def kind(self) -> Kind:
        return self.task.kind


@dataclass(frozen=True)
class Method:
    """One classical method. ``order`` places it; ``summary`` says in a sentence how it works.

    ``fit`` gives what says something of new rows; one that ``is_blind`` does not look at them. What it says are
    probabilities, where it ``has_probabilities``, so that losses can judge them; metrics judge it always. It wants at
    most ``most_columns``, and ``fits`` says what else it asks of a task. ``titles`` are what it is called, where the
    kind of task matters.
    """

    key: str
    order: int
    title: str
    summary: str
    kinds: frozenset[Kind]
    fit: Callable[[Learned], Says]
    has_probabilities: bool = False
    is_blind: bool = False
    most_columns: int | None = None
    fits: Callable[[Task], bool] = lambda task: True
    titles: dict[Kind, str] = field(default_factory=dict)

    def takes(self, task: Task) -> bool:
        """Whether it makes sense for a task."""
        return task.kind in self.kinds and (self.is_blind or bool(task.given)) and self.fits(task)

    def called(self, task: Task) -> str:
        return self.titles.get(task.kind, self.title)


Make = Callable[[int], Any]
"""An estimator of scikit-learn, of a seed."""


def estimated(classifier: Make | None = None, regressor: Make | None = None) -> Callable[[Learned], Says]:
    """How estimators of scikit-learn are fitted: one for classes, one for each question, one for numbers."""

    def fit(learned: Learned) -> Says:
        if learned.kind == "numbers":
            assert regressor
            return _numbers(regressor(learned.seed), learned)
        assert classifier
        if learned.kind == "classes":
            return _classes(classifier(learned.seed), learned.x, learned.y, learned.task.many)
        told = [_classes(classifier(learned.seed), learned.x, each, 2) for each in learned.y.T]
        return lambda x: numpy.stack([each(x)[:, 1] for each in told], axis=1)

    return fit


def _numbers(model: Any, learned: Learned) -> Says:
    many = learned.y.shape[1]
    model.fit(learned.x, learned.y[:, 0] if many == 1 else learned.y)
    return lambda x: numpy.asarray(model.predict(x)).reshape(len(x), many)


def _classes(model: Any, x: Rows, y: numpy.ndarray, many: int) -> Says:
    """What is said of each class; one that was never seen is never said."""
    seen = numpy.unique(y)
    if len(seen) == 1:
        return lambda rows: numpy.tile(numpy.eye(many)[int(seen[0])], (len(rows), 1))
    model.fit(x, y)

    def says(rows: Rows) -> numpy.ndarray:
        told = numpy.zeros((len(rows), many))
        told[:, model.classes_.astype(int)] = _scores(model, rows)
        return told

    return says


def _scores(model: Any, rows: Rows) -> numpy.ndarray:
    if hasattr(model, "predict_proba"):
        return numpy.asarray(model.predict_proba(rows))
    scores = numpy.asarray(model.decision_function(rows))
    if scores.ndim == 1:
        scores = numpy.stack([-scores, scores], axis=1)
    raised: numpy.ndarray = numpy.exp(scores - scores.max(axis=1, keepdims=True))
    return numpy.asarray(raised / raised.sum(axis=1, keepdims=True))
