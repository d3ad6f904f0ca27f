"""The layer that a WaveNet repeats."""

import torch
from torch import Tensor, nn

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnModule
from builder.kinds.torch_layer import channels
from builder.modules.causal_conv1d import CausalConv1d


class WaveNetLayer(nn.Module):
    """Looks back in time through a gate, adds what it found to the sequence, and hands it to the answer too.

    Args:
        residual_channels: channels of the sequence that passes through.
        skip_channels: channels that are handed to the answer.
        kernel_size: how many steps each filter looks at.
        dilation: how many steps lie between those; usually 1, 2, 4, ... from layer to layer.

    Shape:
        - input: (N, residual_channels, T)
        - output: (N, residual_channels, T), for the next layer
        - skip: (N, skip_channels, T), to be added up over all layers

    Reference:
        van den Oord et al., "WaveNet: A Generative Model for Raw Audio", 2016.

    Example:
        >>> output, skip = WaveNetLayer(16, 32, dilation=4)(torch.randn(2, 16, 100))
        >>> output.shape, skip.shape
        (torch.Size([2, 16, 100]), torch.Size([2, 32, 100]))
    """

    def __init__(
        self, residual_channels: int, skip_channels: int = 64, kernel_size: int = 2, dilation: int = 1
    ) -> None:
        super().__init__()
        self.filter = CausalConv1d(residual_channels, residual_channels, kernel_size, dilation)
        self.gate = CausalConv1d(residual_channels, residual_channels, kernel_size, dilation)
        self.residual = nn.Conv1d(residual_channels, residual_channels, 1)
        self.skip = nn.Conv1d(residual_channels, skip_channels, 1)

    def forward(self, input: Tensor) -> tuple[Tensor, Tensor]:
        found = torch.tanh(self.filter(input)) * torch.sigmoid(self.gate(input))
        return input + self.residual(found), self.skip(found)


LAYER = OwnModule(
    WaveNetLayer,
    category="Convolution",
    infer={"residual_channels": channels},
    limits={"skip_channels": (1, 1_000_000), "kernel_size": (1, 1_000), "dilation": (1, 100_000)},
    expects=Expected((3,), "a sequence of shape (N, channels, T)"),
)
