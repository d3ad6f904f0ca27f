"""The selective state space of Mamba (S6)."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.own_module import SEQUENCES, OwnModule
from builder.kinds.torch_layer import features
from builder.modules.linear_recurrence import linear_recurrence


class SelectiveScan(nn.Module):
    """Reads a sequence into a memory and chooses at each step what to write, keep and read out (S6).

    h[t] = exp(dt A) h[t-1] + dt B x[t] and y[t] = C h[t] + D x[t], where dt, B and C follow from x[t].

    Args:
        d_inner: channels of the sequence; each has a memory of its own.
        d_state: values that each channel remembers.
        dt_rank: size of the bottleneck through which the step sizes are computed; 0 for d_inner / 32.
        dt_min: smallest step size at the start.
        dt_max: largest step size at the start.

    Shape:
        - input: (N, T, d_inner)
        - output: (N, T, d_inner)

    Reference:
        Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023.

    Example:
        >>> SelectiveScan(8, d_state=4)(torch.randn(2, 10, 8)).shape
        torch.Size([2, 10, 8])
    """

    def __init__(
        self, d_inner: int, d_state: int = 16, dt_rank: int = 0, dt_min: float = 0.001, dt_max: float = 0.1
    ) -> None:
        super().__init__()
        rank = dt_rank or -(-d_inner // 32)
        self.sizes = (rank, d_state, d_state)
        self.x_proj = nn.Linear(d_inner, sum(self.sizes), bias=False)
        self.dt_proj = nn.Linear(rank, d_inner)
        self.A_log = nn.Parameter(torch.arange(1.0, d_state + 1).log().repeat(d_inner, 1))
        self.D = nn.Parameter(torch.ones(d_inner))
        nn.init.uniform_(self.dt_proj.weight, -(rank**-0.5), rank**-0.5)
        start = dt_min * (dt_max / dt_min) ** torch.rand(d_inner)
        with torch.no_grad():
            self.dt_proj.bias.copy_(start + torch.log(-torch.expm1(-start)))  # softplus gives the start back

    def forward(self, input: Tensor) -> Tensor:
        low, write, read = self.x_proj(input).split(self.sizes, dim=-1)
        dt = F.softplus(self.dt_proj(low)).unsqueeze(-1)  # (N, T, d_inner, 1)
        decay = torch.exp(dt * -torch.exp(self.A_log))  # (N, T, d_inner, d_state)
        written = dt * input.unsqueeze(-1) * write.unsqueeze(-2)
        memory = linear_recurrence(written, decay)
        output: Tensor = (memory * read.unsqueeze(-2)).sum(dim=-1) + self.D * input
        return output


LAYER = OwnModule(
    SelectiveScan,
    category="State space",
    infer={"d_inner": features},
    limits={"d_state": (1, 10_000), "dt_rank": (0, 100_000), "dt_min": (1e-6, 100), "dt_max": (1e-6, 100)},
    expects=SEQUENCES,
)
