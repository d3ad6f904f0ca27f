"""ReLU: torch.nn.ReLU."""

from torch import nn

from builder.layer import TorchLayer

LAYER = TorchLayer(
    nn.ReLU,
    category="Activation",
    summary="Lets positive values through and turns negative ones into zero.",
)
