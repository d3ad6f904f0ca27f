"""Naive Bayes.

Reference: Maron, "Automatic Indexing: An Experimental Inquiry", 1961.
"""

from __future__ import annotations

from trainer.baselines.method import Learned, Method, Says, estimated


def fit(learned: Learned) -> Says:
    """Counts come of a class by its shares (multinomial), other numbers by a normal distribution of each."""
    from sklearn.naive_bayes import GaussianNB, MultinomialNB

    return estimated(lambda seed: MultinomialNB() if learned.are_counts else GaussianNB())(learned)


METHOD = Method(
    key="naive_bayes",
    order=20,
    title="naive Bayes",
    summary="Weighs what each number says of the class by itself, as if none of them knew of the others.",
    kinds=frozenset({"classes"}),
    fit=fit,
)
