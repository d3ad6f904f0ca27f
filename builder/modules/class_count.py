"""In how many classes a judge puts what a generator makes."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnMetric


def class_count(input: Tensor, share: float = 0.01) -> Tensor:
    """Counts the classes in which a judge puts at least a small share of what was made.

    Where a generator makes the same thing over and over (mode collapse), there are few.

    Args:
        share: of all that was made, so much must lie in a class for it to count.

    Shape:
        - input: (N, classes), the scores of a judge for each sample that was made
        - metric: (), how many classes were found

    Reference:
        Che, Li, Jacob, Bengio and Li, "Mode Regularized Generative Adversarial Networks", 2017.

    Example:
        >>> class_count(torch.tensor([[3.0, 0.0, 1.0], [0.0, 0.0, 1.0], [0.0, 0.5, 2.0]]))
        tensor(2.)
    """
    chosen = torch.bincount(input.argmax(dim=1), minlength=input.shape[1])
    return ((chosen > 0) & (chosen >= share * len(input))).sum().float()


LAYER = OwnMetric(
    class_count,
    type_name="ClassCount",
    unit="classes",
    limits={"share": (0, 1)},
    expects={"input": Expected((2,), "one score per class, of shape (N, classes)")},
)
