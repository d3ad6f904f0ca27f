"""Dropout: torch.nn.Dropout."""

from torch import nn

from builder.layer import TorchLayer

LAYER = TorchLayer(
    nn.Dropout,
    category="Regularization",
    summary="While training, sets values to zero at random, so that no single one is relied upon.",
    limits={"p": (0, 1)},
)
