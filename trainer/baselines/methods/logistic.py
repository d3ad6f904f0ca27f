"""Logistic regression.

Reference: Cox, "The Regression Analysis of Binary Sequences", 1958.
"""

from __future__ import annotations

from typing import Any

from trainer.baselines.method import Method, estimated


def classifier(seed: int) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=1_000, random_state=seed))


METHOD = Method(
    key="logistic",
    order=10,
    title="logistic regression",
    summary="One weighted sum of the numbers for each class: a network of one layer, fitted to the end.",
    kinds=frozenset({"classes", "questions"}),
    fit=estimated(classifier),
    has_probabilities=True,
)
