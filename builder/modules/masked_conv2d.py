"""A convolution over images that sees only the pixels before."""

import torch
from torch import Tensor, nn

from builder.kinds.expected import IMAGES
from builder.kinds.own_module import OwnModule
from builder.kinds.torch_layer import channels


class MaskedConv2d(nn.Conv2d):
    """Slides learned filters over an image; each output sees only the pixels above it and to its left (PixelCNN).

    The image keeps its size. Type A, for the first layer, does not see the pixel itself; type B does.

    Args:
        in_channels: channels of the image that comes in.
        out_channels: channels of the image that goes out.
        kernel_size: height and width of each filter (an odd number).
        mask_type: whether the pixel itself is hidden (A) or seen (B).
        bias: whether a learned value is added to each channel.

    Shape:
        - input: (N, in_channels, H, W)
        - output: (N, out_channels, H, W)

    Raises:
        ValueError: kernel_size is even, so that a filter has no middle, or mask_type is neither A nor B.

    Reference:
        van den Oord, Kalchbrenner and Kavukcuoglu, "Pixel Recurrent Neural Networks", 2016.

    Example:
        >>> MaskedConv2d(1, 16, kernel_size=7)(torch.randn(2, 1, 8, 8)).shape
        torch.Size([2, 16, 8, 8])
    """

    mask: Tensor

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int = 3,
        mask_type: str = "A",
        bias: bool = True,
    ) -> None:
        if kernel_size % 2 == 0:
            raise ValueError(f"kernel_size must be odd, got {kernel_size}")
        if mask_type not in ("A", "B"):
            raise ValueError(f"mask_type must be A or B, got {mask_type!r}")
        middle = kernel_size // 2
        super().__init__(in_channels, out_channels, kernel_size, padding=middle, bias=bias)
        mask = torch.zeros(kernel_size, kernel_size)
        mask[:middle] = 1
        mask[middle, : middle + (mask_type == "B")] = 1
        self.register_buffer("mask", mask, persistent=False)

    def forward(self, input: Tensor) -> Tensor:
        output: Tensor = self._conv_forward(input, self.weight * self.mask, self.bias)
        return output


LAYER = OwnModule(
    MaskedConv2d,
    category="Convolution",
    infer={"in_channels": channels},
    starts={"out_channels": 16},
    limits={"out_channels": (1, 1_000_000), "kernel_size": (1, 1_001)},
    choices={"mask_type": ("A", "B")},
    expects=IMAGES,
)
