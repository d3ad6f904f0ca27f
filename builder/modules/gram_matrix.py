"""The Gram matrix of the maps of a picture: its style."""

import torch
from torch import Tensor

from builder.kinds.expected import IMAGES
from builder.kinds.own_module import OwnFunction


def gram_matrix(input: Tensor, with_means: bool = True) -> Tensor:
    """Says how strongly each two channels of a picture are there at the same places, whichever places these are.

    It is the mean over all places of the product of both channels. What is made of a picture's features tells its
    texture, and not where things are.

    Args:
        with_means: one more channel that is 1 everywhere, so that the mean of each channel is told, too.

    Shape:
        - input: (N, C, H, W)
        - output: (N, D, D), where D is C, or C + 1 with means

    Reference:
        Gatys, Ecker and Bethge, "Image Style Transfer Using Convolutional Neural Networks", 2016.

    Example:
        >>> gram_matrix(torch.tensor([[[[1.0, 3.0]]]]))
        tensor([[[5., 2.],
                 [2., 1.]]])
    """
    maps = input.flatten(2)
    if with_means:
        maps = torch.cat([maps, torch.ones_like(maps[:, :1])], dim=1)
    return maps @ maps.transpose(1, 2) / maps.shape[2]


LAYER = OwnFunction(gram_matrix, type_name="GramMatrix", category="Vision", expects=IMAGES)
