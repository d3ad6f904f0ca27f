"""The nearest neighbours.

Reference: Cover and Hart, "Nearest Neighbor Pattern Classification", 1967.
"""

from __future__ import annotations

from trainer.baselines.method import Learned, Method, Says, estimated

NEIGHBOURS = 5


def fit(learned: Learned) -> Says:
    """As many neighbours as there are samples, where there are few."""
    from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    many = min(NEIGHBOURS, len(learned.x))
    return estimated(
        lambda seed: make_pipeline(StandardScaler(), KNeighborsClassifier(many)),
        lambda seed: make_pipeline(StandardScaler(), KNeighborsRegressor(many)),
    )(learned)


METHOD = Method(
    key="nearest",
    order=70,
    title="nearest neighbours",
    summary=f"Looks up the {NEIGHBOURS} most similar training samples, and says what most of them, or their mean, are.",
    kinds=frozenset({"classes", "questions", "numbers"}),
    fit=fit,
)
