"""Pictures turned a little."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.expected import IMAGES
from builder.kinds.own_module import OwnModule


class RandomTurn(nn.Module):
    """While training, turns each picture around its middle by a random angle; what is uncovered is 0.

    At evaluation it passes everything on. The label stays; masks, boxes and points that belong to the picture are not
    turned along. A six that is turned too far is a nine.

    Args:
        max_degrees: by how much at most, to the left and to the right.

    Shape:
        - input: (N, C, H, W)
        - output: (N, C, H, W)

    Reference:
        Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to Visual Document
        Analysis", 2003.

    Example:
        >>> RandomTurn(max_degrees=10)(torch.randn(8, 3, 28, 28)).shape
        torch.Size([8, 3, 28, 28])
    """

    def __init__(self, max_degrees: float = 15.0) -> None:
        super().__init__()
        self.max_degrees = max_degrees

    def forward(self, input: Tensor) -> Tensor:
        if not self.training:
            return input
        height, width = input.shape[2:]
        chance = torch.rand(len(input), 1, 1, dtype=input.dtype, device=input.device)
        angle = torch.deg2rad(self.max_degrees * (2 * chance - 1))
        y = torch.arange(height, dtype=input.dtype, device=input.device)[:, None] - (height - 1) / 2  # from the middle
        x = torch.arange(width, dtype=input.dtype, device=input.device) - (width - 1) / 2
        across = angle.cos() * x + angle.sin() * y  # (N, H, W): where each pixel comes from
        down = angle.cos() * y - angle.sin() * x
        places = torch.stack([across * 2 / width, down * 2 / height], dim=-1)  # grid_sample counts from -1 to 1
        return F.grid_sample(input, places, align_corners=False)


LAYER = OwnModule(RandomTurn, category="Augmentation", limits={"max_degrees": (0, 180)}, expects=IMAGES)
