"""Channels that say where each place of a map lies."""

import torch
from torch import Tensor

from builder.kinds.expected import IMAGES
from builder.kinds.own_module import OwnFunction


def coordinate_channels(input: Tensor) -> Tensor:
    """Puts two channels behind those that come in: how far down and how far right each place lies (CoordConv).

    A convolution sees the same everywhere; where the place itself matters, as height in a picture does for distance, it
    can read it here.

    Shape:
        - input: (N, C, H, W)
        - output: (N, C + 2, H, W), the last two from -1 at the first row or column to 1 at the last one

    Reference:
        Liu et al., "An Intriguing Failing of Convolutional Neural Networks and the CoordConv Solution", 2018.

    Example:
        >>> coordinate_channels(torch.zeros(1, 1, 2, 3))[0, 1:]
        tensor([[[-1., -1., -1.],
                 [ 1.,  1.,  1.]],
        <BLANKLINE>
                [[-1.,  0.,  1.],
                 [-1.,  0.,  1.]]])
    """
    down, right = (torch.linspace(-1, 1, many, device=input.device, dtype=input.dtype) for many in input.shape[2:])
    places = torch.stack(torch.meshgrid(down, right, indexing="ij"))
    return torch.cat([input, places.expand(len(input), -1, -1, -1)], dim=1)


LAYER = OwnFunction(coordinate_channels, type_name="CoordinateChannels", category="Vision", expects=IMAGES)
