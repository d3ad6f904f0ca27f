"""A random forest.

Reference: Breiman, "Random Forests", 2001.
"""

from __future__ import annotations

from typing import Any

from trainer.baselines.method import Method, estimated

TREES = 100


def classifier(seed: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(TREES, random_state=seed)


def regressor(seed: int) -> Any:
    from sklearn.ensemble import RandomForestRegressor

    return RandomForestRegressor(TREES, random_state=seed, max_features=1 / 3)


METHOD = Method(
    key="forest",
    order=40,
    title="random forest",
    summary=f"{TREES} trees, each grown on other samples and other numbers, vote.",
    kinds=frozenset({"classes", "questions", "numbers"}),
    fit=estimated(classifier, regressor),
)
