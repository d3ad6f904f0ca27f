"""What every data set can be asked for: to learn from fewer samples, or from few of some classes.

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


def fewer(
    parts: tuple[Split, Split, Split], only_first: int | None = None, label: str = "", imbalance: float = 1.0
) -> tuple[Split, Split, Split]:
    """The same with less to learn from: fewer and fewer of each class of a label, and the first so many alone.

    ``imbalance`` is the share that is kept of the last class; of each there is at least one.

    Reference: Cui, Jia, Lin, Song and Belongie, "Class-Balanced Loss Based on Effective Number of Samples", 2019.
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
    return {name: values[:only_first] for name, values in training.items()}, validation, test
