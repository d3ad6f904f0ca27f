"""Bits per dimension of a network that gives scores for each value."""

from torch import Tensor
from torch.nn import functional as F

from builder.kinds.expected import NUMBERS, REAL
from builder.kinds.own_module import OwnMetric


def bits_per_dimension(input: Tensor, target: Tensor) -> Tensor:
    """Tells how many bits it takes to write down each value, such as a pixel, if one knows the network's scores.

    Of scores for each of several levels, or of one score of yes for each value. Negative targets don't count; where
    there are only such, it is 0.

    Shape:
        - input: (N, levels, ...), a score for each level, or (N, ...), one score of yes
        - target: (N, ...), the right level, or 1 for yes and 0 for no
        - metric: (), in bits for each value

    Reference:
        van den Oord, Kalchbrenner and Kavukcuoglu, "Pixel Recurrent Neural Networks", 2016.

    Example:
        >>> bits_per_dimension(torch.zeros(2, 10, 5), torch.zeros(2, 5).long())
        tensor(3.3219)
    """
    counts = target >= 0
    if input.dim() == target.dim():
        nats = F.binary_cross_entropy_with_logits(input, target.clamp(min=0).to(input.dtype), reduction="none")
    else:
        nats = F.cross_entropy(input, target.long().clamp(min=0), reduction="none")
    return nats[counts].sum() / (0.6931471805599453 * counts.sum().clamp(min=1))  # log(2)


def are_scored(input: Tensor, target: Tensor, **params: object) -> None:
    """Raises: ValueError: there is not one target for each value."""
    levels = (input.shape[0], *input.shape[2:]) if input.dim() > 1 else ()
    is_whole = not target.dtype.is_floating_point
    if input.shape != target.shape and not (is_whole and levels == tuple(target.shape)):
        raise ValueError("there must be one target for each value, or a score for each of its levels on axis 1")


LAYER = OwnMetric(
    bits_per_dimension,
    type_name="BitsPerDimension",
    unit="bits/dim",
    fits=are_scored,
    smaller_is_better=True,
    leaves_out_hidden=True,
    expects={"input": REAL, "target": NUMBERS},
)
