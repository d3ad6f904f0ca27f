"""The block that a Mamba network repeats."""

from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.own_module import SEQUENCES, OwnModule
from builder.kinds.torch_layer import features
from builder.modules.selective_scan import SelectiveScan


class MambaBlock(nn.Module):
    """Mixes a sequence over time with a short convolution, a selective memory and a gate.

    Normalisation and the skip connection around it are drawn outside.

    Args:
        d_model: channels of the sequence.
        d_state: values that each channel remembers.
        d_conv: how many steps the convolution sees.
        expand: how many times wider the block is inside.

    Shape:
        - input: (N, T, d_model)
        - output: (N, T, d_model)

    Reference:
        Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023.

    Example:
        >>> MambaBlock(16)(torch.randn(2, 10, 16)).shape
        torch.Size([2, 10, 16])
    """

    def __init__(self, d_model: int, d_state: int = 16, d_conv: int = 4, expand: int = 2) -> None:
        super().__init__()
        d_inner = expand * d_model
        self.in_proj = nn.Linear(d_model, 2 * d_inner, bias=False)
        self.conv = nn.Conv1d(d_inner, d_inner, d_conv, groups=d_inner)
        self.scan = SelectiveScan(d_inner, d_state, dt_rank=-(-d_model // 16))
        self.out_proj = nn.Linear(d_inner, d_model, bias=False)

    def forward(self, input: Tensor) -> Tensor:
        values, gate = self.in_proj(input).chunk(2, dim=-1)  # (N, T, d_inner) each
        past = F.pad(values.transpose(1, 2), (self.conv.kernel_size[0] - 1, 0))  # sees no future
        values = F.silu(self.conv(past)).transpose(1, 2)  # (N, T, d_inner)
        output: Tensor = self.out_proj(self.scan(values) * F.silu(gate))
        return output


LAYER = OwnModule(
    MambaBlock,
    category="State space",
    infer={"d_model": features},
    limits={"d_state": (1, 10_000), "d_conv": (1, 1_000), "expand": (1, 100)},
    expects=SEQUENCES,
)
