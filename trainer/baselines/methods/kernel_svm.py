"""A support vector machine with a Gaussian kernel.

Reference: Cortes and Vapnik, "Support-Vector Networks", 1995.
"""

from __future__ import annotations

from typing import Any

from trainer.baselines.method import Method, estimated
from trainer.baselines.task import Task


def classifier(seed: int) -> Any:
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    return make_pipeline(StandardScaler(), SVC(break_ties=True, random_state=seed))


def regressor(seed: int) -> Any:
    from sklearn.compose import TransformedTargetRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVR

    return TransformedTargetRegressor(make_pipeline(StandardScaler(), SVR()), transformer=StandardScaler())


def _is_one(task: Task) -> bool:
    return task.kind == "classes" or task.many == 1


METHOD = Method(
    key="kernel_svm",
    order=60,
    title="kernel SVM",
    summary="The border that keeps farthest from both sides, bent by how near samples are to each other.",
    kinds=frozenset({"classes", "questions", "numbers"}),
    fit=estimated(classifier, regressor),
    fits=_is_one,
)
