"""Structural similarity."""

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.kinds.expected import IMAGES
from builder.kinds.own_module import OwnMetric
from builder.modules.token_f1 import place_by_place


def ssim(input: Tensor, target: Tensor, data_range: float = 1.0) -> Tensor:
    """Tells how alike pictures are in light, contrast and structure, window by window (SSIM).

    The windows are Gaussian, 11 by 11 with a standard deviation of 1.5, or as large as the picture allows, and lie
    wholly in the picture.

    Args:
        data_range: from the smallest to the largest value that there can be: 1 for 0 to 1, 2 for -1 to 1. Left out, it
            follows from what is known of the target, or else is 1.

    Shape:
        - input: (N, C, H, W), pictures that were made
        - target: (N, C, H, W), those that were right
        - metric: (), 1 for the same pictures

    Reference:
        Wang, Bovik, Sheikh and Simoncelli, "Image Quality Assessment: From Error Visibility to Structural Similarity",
        2004.

    Example:
        >>> picture = torch.arange(64.0).view(1, 1, 8, 8) / 64
        >>> ssim(picture, picture)
        tensor(1.)
    """
    said, right = (pictures.double().flatten(0, 1).unsqueeze(1) for pictures in (input, target))
    mean, other = weighed(said), weighed(right)
    variance, other_variance = weighed(said.square()) - mean.square(), weighed(right.square()) - other.square()
    both = weighed(said * right) - mean * other
    light, contrast = (0.01 * data_range) ** 2, (0.03 * data_range) ** 2
    alike = (2 * mean * other + light) * (2 * both + contrast)
    of = (mean.square() + other.square() + light) * (variance + other_variance + contrast)
    return (alike / of).mean().float()


def weighed(pictures: Tensor) -> Tensor:
    """The mean in a window around each place: (N, 1, H, W) -> (N, 1, H - window + 1, W - window + 1)."""
    for axis in (2, 3):
        size = min(11, pictures.shape[axis] - 1 + pictures.shape[axis] % 2)
        place = torch.arange(size, device=pictures.device) - (size - 1) / 2
        window = (-(place.double() ** 2) / (2 * 1.5**2)).exp()
        shape = (1, 1, -1, 1) if axis == 2 else (1, 1, 1, -1)
        pictures = F.conv2d(pictures, (window / window.sum()).view(shape))
    return pictures


LAYER = OwnMetric(
    ssim,
    type_name="SSIM",
    unit="number",
    fits=place_by_place,
    follows=("data_range",),
    limits={"data_range": (1e-6, 1e6)},
    expects={"input": IMAGES, "target": IMAGES},
)
