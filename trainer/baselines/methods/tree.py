"""A decision tree.

Reference: Breiman, Friedman, Olshen and Stone, "Classification and Regression Trees", 1984.
"""

from __future__ import annotations

from typing import Any

from trainer.baselines.method import Method, estimated


def classifier(seed: int) -> Any:
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(random_state=seed)


def regressor(seed: int) -> Any:
    from sklearn.tree import DecisionTreeRegressor

    return DecisionTreeRegressor(random_state=seed)


METHOD = Method(
    key="tree",
    order=30,
    title="decision tree",
    summary="Asks one number after the other whether it is above a threshold, until all samples of a leaf are alike.",
    kinds=frozenset({"classes", "questions", "numbers"}),
    fit=estimated(classifier, regressor),
)
