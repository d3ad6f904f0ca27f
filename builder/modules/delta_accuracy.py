"""The share of depths that are near enough."""

import torch
from torch import Tensor

from builder.kinds.own_module import OwnMetric
from builder.modules.token_f1 import place_by_place


def delta_accuracy(input: Tensor, target: Tensor, threshold: float = 1.25) -> Tensor:
    """Tells the share of depths that are at most so many times too large or too small (δ < 1.25).

    Targets of 0 or less were not measured and don't count; where there are only such, it is 0.

    Args:
        threshold: what the larger of both over the smaller must be below: 1.25 or, less strictly, 1.25² = 1.5625.

    Shape:
        - input: any shape, depths that were said; not their logarithms
        - target: the same shape, the right ones
        - metric: (), from 0 to 1

    Reference:
        Eigen, Puhrsch and Fergus, "Depth Map Prediction from a Single Image using a Multi-Scale Deep Network", 2014.

    Example:
        >>> delta_accuracy(torch.tensor([2.2, 3.0, 9.0]), torch.tensor([2.0, 4.0, 0.0]))
        tensor(0.5000)
    """
    input, counts = input.float(), target > 0
    is_near = (input > 0) & (torch.maximum(input / target, target / input) < threshold)
    return (is_near & counts).sum() / counts.sum().clamp(min=1)


LAYER = OwnMetric(
    delta_accuracy,
    type_name="DeltaAccuracy",
    unit="share",
    fits=place_by_place,
    limits={"threshold": (1, 100)},
)
