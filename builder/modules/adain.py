"""Adaptive instance normalisation."""

from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.expected import IMAGES, Expected
from builder.kinds.own_module import OwnModule
from builder.kinds.torch_layer import channels, last_of


class AdaIN(nn.Module):
    """Gives each channel of an image the mean and the contrast that a style vector asks for.

    Args:
        num_features: channels of the image.
        style_features: features of the style.
        eps: added to the variance, so that an even channel is not divided by zero.

    Shape:
        - input: (N, num_features, H, W)
        - style: (N, style_features)
        - output: (N, num_features, H, W)

    Reference:
        Karras, Laine and Aila, "A Style-Based Generator Architecture for Generative Adversarial Networks", 2019.

    Example:
        >>> AdaIN(16, 8)(torch.randn(2, 16, 4, 4), torch.randn(2, 8)).shape
        torch.Size([2, 16, 4, 4])
    """

    def __init__(self, num_features: int, style_features: int, eps: float = 1e-5) -> None:
        super().__init__()
        self.eps = eps
        self.linear = nn.Linear(style_features, 2 * num_features)

    def forward(self, input: Tensor, style: Tensor) -> Tensor:
        contrast, mean = self.linear(style).unsqueeze(-1).unsqueeze(-1).chunk(2, dim=1)  # (N, num_features, 1, 1)
        output: Tensor = (1 + contrast) * F.instance_norm(input, eps=self.eps) + mean
        return output


LAYER = OwnModule(
    AdaIN,
    category="Normalization",
    infer={"num_features": channels, "style_features": last_of("style")},
    limits={"eps": (0, 1)},
    expects={"input": IMAGES, "style": Expected((2,), "one style per sample, of shape (N, features)")},
)
