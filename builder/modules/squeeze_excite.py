"""Squeeze and excite."""

from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.expected import IMAGES
from builder.kinds.own_module import OwnModule
from builder.kinds.torch_layer import channels


class SqueezeExcite(nn.Module):
    """Turns each channel of an image up or down, after a look at the mean of all channels.

    Args:
        channels: channels of the image.
        reduction: how many times narrower the small network is inside.

    Shape:
        - input: (N, channels, H, W)
        - output: (N, channels, H, W)

    Reference:
        Hu, Shen and Sun, "Squeeze-and-Excitation Networks", 2018.

    Example:
        >>> SqueezeExcite(32)(torch.randn(2, 32, 8, 8)).shape
        torch.Size([2, 32, 8, 8])
    """

    def __init__(self, channels: int, reduction: int = 16) -> None:
        super().__init__()
        self.squeeze = nn.Linear(channels, max(1, channels // reduction))
        self.excite = nn.Linear(max(1, channels // reduction), channels)

    def forward(self, input: Tensor) -> Tensor:
        mean = input.mean(dim=(2, 3))  # (N, channels)
        volume = self.excite(F.relu(self.squeeze(mean))).sigmoid()
        output: Tensor = input * volume.unsqueeze(-1).unsqueeze(-1)
        return output


LAYER = OwnModule(
    SqueezeExcite,
    category="Attention",
    infer={"channels": channels},
    limits={"reduction": (1, 100_000)},
    expects=IMAGES,
)
