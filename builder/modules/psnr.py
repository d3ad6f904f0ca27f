"""Peak signal-to-noise ratio."""

from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnMetric
from builder.modules.token_f1 import place_by_place

PICTURES = Expected((2, 3, 4, 5), "signals of shape (N, ...), such as pictures (N, channels, height, width)")


def psnr(input: Tensor, target: Tensor, data_range: float = 1.0) -> Tensor:
    """Tells how much stronger pictures are than the mistakes in them, in decibels (PSNR).

    10 log10(range² / mean squared error) of each picture, and the mean of these. A picture without mistakes counts as
    100 dB.

    Args:
        data_range: from the smallest to the largest value that there can be: 1 for 0 to 1, 2 for -1 to 1. Left out, it
            follows from what is known of the target, or else is 1.

    Shape:
        - input: (N, ...), pictures that were made
        - target: (N, ...), those that were right
        - metric: (), in dB; 6 dB more is half the mistake

    Reference:
        Huynh-Thu and Ghanbari, "Scope of Validity of PSNR in Image/Video Quality Assessment", 2008.

    Example:
        >>> psnr(torch.full((2, 1, 4, 4), 0.4), torch.full((2, 1, 4, 4), 0.5))
        tensor(20.)
    """
    missed = (input.double() - target).square().flatten(1).mean(dim=1) / data_range**2
    return (-10 * missed.clamp(min=1e-10).log10()).mean().float()


LAYER = OwnMetric(
    psnr,
    type_name="PSNR",
    unit="dB",
    fits=place_by_place,
    follows=("data_range",),
    limits={"data_range": (1e-6, 1e6)},
    expects={"input": PICTURES, "target": PICTURES},
)
