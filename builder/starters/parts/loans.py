"""The network that two starters set against classical methods, on the decisions of two banks."""

from builder.drawing.document import Document
from builder.kinds.lesson import Baseline
from builder.kinds.starter import chain

CLASSICAL = tuple(
    Baseline(name, "accuracy", method=method)
    for name, method in (
        ("logistic regression", "logistic"),
        ("naive Bayes", "naive_bayes"),
        ("decision tree", "tree"),
        ("random forest", "forest"),
        ("gradient boosting", "boosting"),
        ("kernel SVM", "kernel_svm"),
    )
)


def decides_on_loans(bank: str, decided: str) -> Document:
    """A multilayer perceptron on the table of loans.

    Args:
        decided: what is told of how that bank decides.
    """
    return chain(
        ("scaled", "Standardize", {}),
        ("fc1", "Linear", {"out_features": 32}),
        ("relu1", "ReLU", {}),
        ("fc2", "Linear", {"out_features": 32}),
        ("relu2", "ReLU", {}),
        ("scores", "Linear", {"out_features": 2}),
        data=("loans", "Loans", {"bank": bank}),
        feed="applicant",
        label="granted",
        lr=0.01,
        notes={
            "loans": f"Eight numbers x of each applicant, and whether the bank granted the loan (y). {decided}",
            "scaled": "z = (x - mean) / standard deviation, each column by itself: years and thousands become alike.",
            "fc1": "32 weighted sums h = Wz + b of all eight numbers. A tree asks for one number at a time instead.",
            "fc2": "32 sums of what the first ones say: where two borders meet.",
            "scores": "One score for refused, one for granted.",
            "loss": "Cross-entropy: how surprised the network is by the bank's decision, in nats.",
            "objective": "Adam changes every weight a little against the slope of the loss.",
        },
        epochs=30,
        batch_size=64,
        seed=0,
    )
