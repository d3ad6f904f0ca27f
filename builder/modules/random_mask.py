"""Samples with a hole in them."""

import torch
from torch import Tensor, nn

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnModule


class RandomMask(nn.Module):
    """While training, sets a random piece of each picture or wave to 0, so that no single place is relied upon.

    At evaluation it passes everything on. Put it behind Standardize, and 0 is the mean. A piece may hang over the edge.

    Args:
        size: how many places long the piece is.
        kind: "box" is a square of a picture, "time" a piece of the last axis and "frequency" one of the axis before,
            as of a spectrogram (N, C, frequency, time) or (N, frequency, time).

    Shape:
        - input: (N, C, H, W), pictures, or (N, C, L), waves
        - output: as the input

    Reference:
        DeVries and Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout", 2017; Park et al.,
        "SpecAugment: A Simple Data Augmentation Method for Automatic Speech Recognition", 2019.

    Example:
        >>> (RandomMask(size=1, kind="time")(torch.ones(2, 1, 5)) == 0).sum()
        tensor(2)
    """

    def __init__(self, size: int = 4, kind: str = "box") -> None:
        super().__init__()
        self.size, self.kind = size, kind

    def forward(self, input: Tensor) -> Tensor:
        if not self.training:
            return input
        last = input.ndim - 1
        axes = {"box": range(2, input.ndim), "time": (last,), "frequency": (last - 1,)}[self.kind]
        is_hidden = torch.ones((), dtype=torch.bool, device=input.device)
        for axis in axes:
            is_hidden = is_hidden & self._piece(input, axis)
        return input.masked_fill(is_hidden, 0.0)

    def _piece(self, input: Tensor, axis: int) -> Tensor:
        """Which places along an axis are hidden, at least one of each sample."""
        length = input.shape[axis]
        first = torch.randint(1 - self.size, length, (len(input), 1), device=input.device)
        places = torch.arange(length, device=input.device)
        inside = (places >= first) & (places < first + self.size)  # (N, length)
        return inside.reshape(len(input), *(1,) * (axis - 1), length, *(1,) * (input.ndim - axis - 1))


LAYER = OwnModule(
    RandomMask,
    category="Augmentation",
    limits={"size": (1, 10_000)},
    choices={"kind": ("box", "time", "frequency")},
    expects=Expected((3, 4), "pictures of shape (N, C, H, W) or waves of shape (N, C, L)"),
)
