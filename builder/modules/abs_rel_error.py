"""Absolute relative error of depth."""

from torch import Tensor

from builder.kinds.own_module import OwnMetric
from builder.modules.token_f1 import place_by_place


def abs_rel_error(input: Tensor, target: Tensor) -> Tensor:
    """Tells how far depths are off, as a share of the right ones (AbsRel).

    Targets of 0 or less were not measured and don't count; where there are only such, it is 0.

    Shape:
        - input: any shape, depths that were said; not their logarithms
        - target: the same shape, the right ones
        - metric: (), 0 where all is right

    Reference:
        Eigen, Puhrsch and Fergus, "Depth Map Prediction from a Single Image using a Multi-Scale Deep Network", 2014.

    Example:
        >>> abs_rel_error(torch.tensor([2.2, 3.0, 9.0]), torch.tensor([2.0, 4.0, 0.0]))
        tensor(0.1750)
    """
    counts = target > 0
    return ((input.float() - target).abs() / target)[counts].sum() / counts.sum().clamp(min=1)


LAYER = OwnMetric(
    abs_rel_error,
    type_name="AbsRelError",
    unit="share",
    fits=place_by_place,
    smaller_is_better=True,
)
