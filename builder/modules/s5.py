"""A state space that all channels share (S5)."""

import torch
from torch import Tensor, nn

from builder.kinds.own_module import SEQUENCES, OwnModule
from builder.kinds.torch_layer import features
from builder.modules.linear_recurrence import linear_recurrence


class S5(nn.Module):
    """Keeps one memory of damped waves for all channels of a sequence together, and reads each output from it.

    h' = A h + B x, y = C h + D x with a diagonal A, sampled in learned steps of dt and computed for all
    times at once.

    Args:
        d_model: channels of the sequence.
        d_state: waves in the memory, counted in real numbers (an even number).
        dt_min: smallest step size at the start.
        dt_max: largest step size at the start.

    Shape:
        - input: (N, T, d_model)
        - output: (N, T, d_model)

    Reference:
        Smith, Warrington and Linderman, "Simplified State Space Layers for Sequence Modeling", 2023.

    Example:
        >>> S5(8)(torch.randn(2, 100, 8)).shape
        torch.Size([2, 100, 8])
    """

    def __init__(self, d_model: int, d_state: int = 64, dt_min: float = 0.001, dt_max: float = 0.1) -> None:
        super().__init__()
        waves = d_state // 2  # each stands for itself and its conjugate
        self.log_dt = nn.Parameter((dt_min * (dt_max / dt_min) ** torch.rand(waves)).log())
        self.log_decay = nn.Parameter(torch.full((waves,), 0.5).log())
        self.frequency = nn.Parameter(torch.pi * torch.arange(waves))
        self.B = nn.Parameter(torch.randn(waves, d_model, 2) * (2 * d_model) ** -0.5)  # real and imaginary parts
        self.C = nn.Parameter(torch.randn(d_model, waves, 2) * (2 * waves) ** -0.5)
        self.D = nn.Parameter(torch.randn(d_model))

    def forward(self, input: Tensor) -> Tensor:
        a = torch.complex(-self.log_decay.exp(), self.frequency)
        decay = (a * self.log_dt.exp()).exp()  # (waves,)
        write = ((decay - 1) / a).unsqueeze(-1) * torch.view_as_complex(self.B)  # held between samples
        written = input.to(write.dtype) @ write.T  # (N, T, waves)
        memory = linear_recurrence(written, decay.expand_as(written))
        return 2 * (memory @ torch.view_as_complex(self.C).T).real + self.D * input


LAYER = OwnModule(
    S5,
    category="State space",
    infer={"d_model": features},
    limits={"d_state": (2, 10_000), "dt_min": (1e-6, 100), "dt_max": (1e-6, 100)},
    expects=SEQUENCES,
)
