"""What every data set can be asked for: to learn from fewer samples, from few of some classes, or with few labels.

Scripts hold what they use of it as it stands.
"""

from __future__ import annotations

import torch
from torch import Tensor

from builder.kinds.spec import Param

Split = dict[str, Tensor]

ONLY_FIRST = Param(
    name="only_first",
    kind="int",
    minimum=1,
    maximum=10_000_000,
    help="Learn from the first so many alone: can the network learn ten by heart? Validation and test stay.",
)
IMBALANCE = Param(
    name="imbalance",
    kind="float",
    default=1.0,
    minimum=0.001,
    maximum=1,
    help="How many the rarest class has to learn from for each of the most frequent one: 0.01 is a hundredth.",
)
LABELLED = Param(
    name="labelled",
    kind="float",
    default=1.0,
    minimum=0.0001,
    maximum=1,
    help="The share of what is learned from whose label is told, at least one of each class; that of the rest is -100, "
    "which losses of classes and metrics leave out.",
)
HIDDEN = -100
"""What stands for a label that is not told."""


def fewer(
    parts: tuple[Split, Split, Split],
    only_first: int | None = None,
    label: str = "",
    imbalance: float = 1.0,
    labelled: float = 1.0,
) -> tuple[Split, Split, Split]:
    """The same with less to learn from: fewer and fewer of each class, the first so many alone, labels of some alone.

    ``imbalance`` is the share that is kept of the last class, ``labelled`` that of each class whose label is told;
    the label of the rest is -100. Of each class there is at least one.

    Reference: Cui, Jia, Lin, Song and Belongie, "Class-Balanced Loss Based on Effective Number of Samples", 2019;
    Oliver, Odena, Raffel, Cubuk and Goodfellow, "Realistic Evaluation of Deep Semi-Supervised Learning Algorithms",
    2018.
    """
    training, validation, test = parts
    if imbalance < 1:
        classes = training[label].unique().tolist()
        is_kept = torch.zeros(len(training[label]), dtype=torch.bool)
        for place, each in enumerate(classes):
            rows = (training[label] == each).nonzero()[:, 0]
            share = imbalance ** (place / max(1, len(classes) - 1))
            is_kept[rows[: max(1, round(share * len(rows)))]] = True
        training = {name: values[is_kept] for name, values in training.items()}
    training = {name: values[:only_first] for name, values in training.items()}
    if labelled < 1:
        told = torch.full_like(training[label], -100)
        for each in training[label].unique().tolist():
            rows = (training[label] == each).nonzero()[:, 0]
            many = max(1, round(labelled * len(rows)))
            rows = rows[torch.arange(many) * len(rows) // many]  # from the first on, all over the class
            told[rows] = each
        training[label] = told
    return training, validation, test
