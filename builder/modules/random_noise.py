"""Samples with noise on them."""

import torch
from torch import Tensor, nn

from builder.kinds.own_module import OwnModule


class RandomNoise(nn.Module):
    """While training, adds normally distributed noise to every value.

    At evaluation it passes everything on. Put it behind Standardize, and its strength has the same meaning for all
    features. For noise that is there at evaluation, too, take the source Noise.

    Args:
        std: the standard deviation of the noise.

    Shape:
        - input: (N, *), pictures, waves or rows of features
        - output: (N, *)

    Reference:
        Bishop, "Training with Noise is Equivalent to Tikhonov Regularization", 1995.

    Example:
        >>> RandomNoise(std=0.0)(torch.tensor([[1.0, 2.0]]))
        tensor([[1., 2.]])
    """

    def __init__(self, std: float = 0.1) -> None:
        super().__init__()
        self.std = std

    def forward(self, input: Tensor) -> Tensor:
        return input + self.std * torch.randn_like(input) if self.training else input


LAYER = OwnModule(RandomNoise, category="Augmentation", limits={"std": (0, 1000)})
