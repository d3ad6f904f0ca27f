"""Gradient boosting of trees.

Reference: Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", 2001.
"""

from __future__ import annotations

from typing import Any

from trainer.baselines.method import Method, estimated
from trainer.baselines.task import Task

MOST_CLASSES = 10


def classifier(seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(early_stopping=False, random_state=seed)


def regressor(seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor

    return HistGradientBoostingRegressor(early_stopping=False, random_state=seed)


def _is_quick(task: Task) -> bool:
    return task.many == 1 if task.kind == "numbers" else task.many <= MOST_CLASSES


METHOD = Method(
    key="boosting",
    order=50,
    title="gradient boosting",
    summary="Small trees one after the other, each fitted to what those before it left wrong.",
    kinds=frozenset({"classes", "numbers"}),
    fit=estimated(classifier, regressor),
    most_columns=100,
    fits=_is_quick,
)
