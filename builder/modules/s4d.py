"""A diagonal state space (S4D)."""

import torch
from torch import Tensor, nn

from builder.kinds.own_module import SEQUENCES, OwnModule
from builder.kinds.torch_layer import features


class S4D(nn.Module):
    """Filters each channel of a sequence through a memory of damped waves, however long ago they began.

    h' = A h + x, y = C h + D x, sampled in steps of dt that are learned for each channel. As nothing in it
    depends on the input, it is a convolution with one long kernel, computed by FFT.

    Args:
        d_model: channels of the sequence.
        d_state: waves that each channel remembers, counted in real numbers (an even number).
        dt_min: smallest step size at the start.
        dt_max: largest step size at the start.

    Shape:
        - input: (N, T, d_model)
        - output: (N, T, d_model)

    Reference:
        Gu, Gupta, Goel and Re, "On the Parameterization and Initialization of Diagonal State Space Models", 2022.

    Example:
        >>> S4D(8)(torch.randn(2, 100, 8)).shape
        torch.Size([2, 100, 8])
    """

    def __init__(self, d_model: int, d_state: int = 64, dt_min: float = 0.001, dt_max: float = 0.1) -> None:
        super().__init__()
        waves = d_state // 2  # each stands for itself and its conjugate
        self.log_dt = nn.Parameter((dt_min * (dt_max / dt_min) ** torch.rand(d_model)).log())
        self.log_decay = nn.Parameter(torch.full((d_model, waves), 0.5).log())
        self.frequency = nn.Parameter((torch.pi * torch.arange(waves)).repeat(d_model, 1))
        self.C = nn.Parameter(torch.randn(d_model, waves, 2) * 0.5**0.5)  # real and imaginary parts
        self.D = nn.Parameter(torch.ones(d_model))

    def kernel(self, length: int) -> Tensor:
        """The answer of each channel to a single 1: (d_model, length)."""
        a = torch.complex(-self.log_decay.exp(), self.frequency)
        da = a * self.log_dt.exp().unsqueeze(-1)  # (d_model, waves)
        c = torch.view_as_complex(self.C) * (da.exp() - 1) / a  # held between samples (zero-order hold)
        powers = (da.unsqueeze(-1) * torch.arange(length, device=da.device)).exp()  # (d_model, waves, length)
        return 2 * (c.unsqueeze(-1) * powers).sum(dim=1).real

    def forward(self, input: Tensor) -> Tensor:
        length = input.shape[1]
        room = 2 * length  # so that the end does not wrap around to the beginning
        kernel = torch.fft.rfft(self.kernel(length).T, n=room, dim=0)
        signal = torch.fft.rfft(input, n=room, dim=1)
        filtered: Tensor = torch.fft.irfft(signal * kernel, n=room, dim=1)[:, :length]
        return filtered + self.D * input


LAYER = OwnModule(
    S4D,
    category="State space",
    infer={"d_model": features},
    limits={"d_state": (2, 10_000), "dt_min": (1e-6, 100), "dt_max": (1e-6, 100)},
    expects=SEQUENCES,
)
