"""Adaptive instance normalisation with a picture as the style."""

from torch import Tensor

from builder.kinds.expected import IMAGES
from builder.kinds.own_module import OwnFunction


def match_style(input: Tensor, style: Tensor, eps: float = 1e-5) -> Tensor:
    """Gives each channel of an image the mean and the contrast of the same channel of another image.

    Args:
        eps: added to the variance, so that an even channel is not divided by zero.

    Shape:
        - input: (N, C, H, W), the content
        - style: (N, C, H', W'), of any height and width
        - output: (N, C, H, W)

    Reference:
        Huang and Belongie, "Arbitrary Style Transfer in Real-Time with Adaptive Instance Normalization", 2017.

    Example:
        >>> match_style(torch.randn(2, 3, 8, 8), torch.full((2, 3, 4, 4), 5.0)).mean().round()
        tensor(5.)
    """
    variance, mean = input.var(dim=(2, 3), correction=0, keepdim=True), input.mean(dim=(2, 3), keepdim=True)
    wished = style.var(dim=(2, 3), correction=0, keepdim=True)
    return (input - mean) * ((wished + eps) / (variance + eps)).sqrt() + style.mean(dim=(2, 3), keepdim=True)


LAYER = OwnFunction(
    match_style,
    type_name="MatchStyle",
    category="Normalization",
    limits={"eps": (0, 1)},
    expects={"input": IMAGES, "style": IMAGES},
)
