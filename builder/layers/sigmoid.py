"""Sigmoid: torch.nn.Sigmoid."""

from torch import nn

from builder.layer import TorchLayer

LAYER = TorchLayer(
    nn.Sigmoid,
    category="Activation",
    summary="Squashes every value smoothly into the range from 0 to 1.",
)
