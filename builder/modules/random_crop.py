"""Pieces of pictures, as large as the pictures."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.expected import IMAGES
from builder.kinds.own_module import OwnModule


class RandomCrop(nn.Module):
    """While training, cuts a random piece out of each picture and enlarges it to the size of the picture.

    So a network learns to know a thing by its parts, near and far. At evaluation it passes everything on. The label
    stays; masks, boxes and points that belong to the picture are not cut along.

    Args:
        scale: the least share of width and height that a piece has; 1 leaves pictures whole.

    Shape:
        - input: (N, C, H, W)
        - output: (N, C, H, W)

    Reference:
        Szegedy et al., "Going Deeper with Convolutions", 2015.

    Example:
        >>> RandomCrop(scale=0.5)(torch.randn(8, 3, 28, 28)).shape
        torch.Size([8, 3, 28, 28])
    """

    def __init__(self, scale: float = 0.8) -> None:
        super().__init__()
        self.scale = scale

    def forward(self, input: Tensor) -> Tensor:
        if not self.training:
            return input
        size, left, top = torch.rand(3, len(input), 1, 1, dtype=input.dtype, device=input.device)
        size = self.scale + (1 - self.scale) * size
        y, x = (self._centres(input, axis) for axis in (2, 3))  # from -1 to 1, as grid_sample counts
        across = size * x + (1 - size) * (2 * left - 1)  # (N, 1, W): where each pixel comes from
        down = size * y[:, None] + (1 - size) * (2 * top - 1)  # (N, H, 1)
        places = torch.stack(torch.broadcast_tensors(across, down), dim=-1)
        return F.grid_sample(input, places, padding_mode="border", align_corners=False)

    def _centres(self, input: Tensor, axis: int) -> Tensor:
        """Where the middles of the pixels lie."""
        many = input.shape[axis]
        return (2 * torch.arange(many, dtype=input.dtype, device=input.device) + 1) / many - 1


LAYER = OwnModule(RandomCrop, category="Augmentation", limits={"scale": (0.05, 1)}, expects=IMAGES)
