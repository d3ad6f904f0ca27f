"""Tanh: torch.nn.Tanh."""

from torch import nn

from builder.layer import TorchLayer

LAYER = TorchLayer(
    nn.Tanh,
    category="Activation",
    summary="Squashes every value smoothly into the range from -1 to 1.",
)
