"""One step of the way back from noise to data."""

import torch
from torch import Tensor, nn

from builder.kinds.own_module import OwnModule
from builder.modules.noise_schedule import TIME, noise_schedule


class ReverseDiffusion(nn.Module):
    """Takes a sample one step back in time, with the noise in it as a network sees it (DDPM).

    Args:
        steps: how many times there are.
        schedule: "cosine" or "linear": how the noise grew with time.

    Shape:
        - input: (N, *), samples at the given time
        - predicted: (N, *), the noise that a network sees in them
        - noise: (N, *), fresh and normally distributed; it is not used at time 0
        - time: (N,) or (N, 1), whole numbers from 0 to steps - 1
        - output: (N, *), samples one step earlier

    Reference:
        Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models", 2020.

    Example:
        >>> x = torch.randn(2, 3)
        >>> ReverseDiffusion(steps=100)(x, torch.zeros(2, 3), torch.randn(2, 3), torch.tensor([0, 99])).shape
        torch.Size([2, 3])
    """

    signal: Tensor

    def __init__(self, steps: int = 1000, schedule: str = "cosine") -> None:
        super().__init__()
        self.register_buffer("signal", noise_schedule(steps, schedule))

    def forward(self, input: Tensor, predicted: Tensor, noise: Tensor, time: Tensor) -> Tensor:
        earlier = torch.cat([self.signal.new_ones(1), self.signal[:-1]])
        place = time.long().reshape(-1, *(1,) * (input.ndim - 1))  # (N, 1, ...)
        before, now = earlier[place], self.signal[place]
        beta = 1 - now / before
        mean = (input - beta / (1 - now).sqrt() * predicted) / (1 - beta).sqrt()
        return mean + (beta * (1 - before) / (1 - now)).sqrt() * noise


LAYER = OwnModule(
    ReverseDiffusion,
    category="Diffusion",
    limits={"steps": (1, 100_000)},
    choices={"schedule": ("cosine", "linear")},
    expects={"time": TIME},
)
