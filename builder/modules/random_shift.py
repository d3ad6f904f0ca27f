"""Samples moved by a few places."""

import torch
from torch import Tensor, nn

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnModule


class RandomShift(nn.Module):
    """While training, moves each picture or wave by a few places at random; what is uncovered is 0.

    So a network learns that a digit stays the same digit wherever it stands. At evaluation it passes everything on. The
    label stays; masks, boxes and points that belong to the picture are not moved along.

    Args:
        max_shift: by how many places at most, in each direction.

    Shape:
        - input: (N, C, H, W), pictures, or (N, C, L), waves
        - output: as the input

    Reference:
        Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to Visual Document
        Analysis", 2003.

    Example:
        >>> RandomShift(max_shift=2)(torch.randn(8, 3, 28, 28)).shape
        torch.Size([8, 3, 28, 28])
    """

    def __init__(self, max_shift: int = 2) -> None:
        super().__init__()
        self.max_shift = max_shift

    def forward(self, input: Tensor) -> Tensor:
        if self.training:
            for axis in range(2, input.ndim):
                input = self._moved(input, axis)
        return input

    def _moved(self, input: Tensor, axis: int) -> Tensor:
        length = input.shape[axis]
        steps = torch.randint(-self.max_shift, self.max_shift + 1, (len(input), 1), device=input.device)
        places = torch.arange(length, device=input.device) - steps  # (N, length): where each place comes from
        along = (len(input), *(1,) * (axis - 1), length, *(1,) * (input.ndim - axis - 1))
        places, is_outside = places.clamp(0, length - 1), (places < 0) | (places >= length)
        moved = input.gather(axis, places.reshape(along).expand_as(input))
        return moved.masked_fill(is_outside.reshape(along), 0.0)


LAYER = OwnModule(
    RandomShift,
    category="Augmentation",
    limits={"max_shift": (0, 10_000)},
    expects=Expected((3, 4), "pictures of shape (N, C, H, W) or waves of shape (N, C, L)"),
)
