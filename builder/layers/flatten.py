"""Flatten: torch.nn.Flatten."""

from torch import nn

from builder.layer import TorchLayer

LAYER = TorchLayer(
    nn.Flatten,
    category="Shape",
    summary="Lays all values of a sample out in one row, so that a Linear layer can read an image.",
)
