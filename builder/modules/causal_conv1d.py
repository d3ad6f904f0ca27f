"""A convolution over time that does not see the future."""

from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnModule
from builder.kinds.torch_layer import channels


class CausalConv1d(nn.Conv1d):
    """Slides learned filters over a sequence; each output sees the present and the past, never the future.

    Args:
        in_channels: channels of the sequence that comes in.
        out_channels: channels of the sequence that goes out.
        kernel_size: how many steps each filter looks at.
        dilation: how many steps lie between those that a filter looks at.
        groups: into how many parts the channels are split, each with filters of its own.
        bias: whether a learned value is added to each channel.

    Shape:
        - input: (N, in_channels, T)
        - output: (N, out_channels, T)

    Reference:
        van den Oord et al., "WaveNet: A Generative Model for Raw Audio", 2016.

    Example:
        >>> CausalConv1d(1, 16, kernel_size=2, dilation=4)(torch.randn(2, 1, 100)).shape
        torch.Size([2, 16, 100])
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int = 2,
        dilation: int = 1,
        groups: int = 1,
        bias: bool = True,
    ) -> None:
        super().__init__(in_channels, out_channels, kernel_size, dilation=dilation, groups=groups, bias=bias)
        self.reach = dilation * (kernel_size - 1)

    def forward(self, input: Tensor) -> Tensor:
        return super().forward(F.pad(input, (self.reach, 0)))


LAYER = OwnModule(
    CausalConv1d,
    category="Convolution",
    infer={"in_channels": channels},
    starts={"out_channels": 16},
    limits={
        "out_channels": (1, 1_000_000),
        "kernel_size": (1, 1_000),
        "dilation": (1, 100_000),
        "groups": (1, 1_000_000),
    },
    expects=Expected((3,), "a sequence of shape (N, channels, T)"),
)
