"""The way from data to noise."""

from torch import Tensor, nn

from builder.kinds.own_module import OwnModule
from builder.modules.noise_schedule import TIME, noise_schedule


class ForwardDiffusion(nn.Module):
    """Mixes a sample with as much noise as there is at a given time of a diffusion (DDPM).

    Args:
        steps: how many times there are.
        schedule: "cosine" or "linear": how the noise grows with time.

    Shape:
        - input: (N, *), samples without noise
        - noise: (N, *), normally distributed with mean 0 and variance 1
        - time: (N,) or (N, 1), whole numbers from 0 to steps - 1
        - output: (N, *)

    Reference:
        Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models", 2020.

    Example:
        >>> diffusion = ForwardDiffusion(steps=100)
        >>> diffusion(torch.zeros(2, 3), torch.ones(2, 3), torch.tensor([0, 99]))[1]
        tensor([1.0000, 1.0000, 1.0000])
    """

    signal: Tensor

    def __init__(self, steps: int = 1000, schedule: str = "cosine") -> None:
        super().__init__()
        self.register_buffer("signal", noise_schedule(steps, schedule))

    def forward(self, input: Tensor, noise: Tensor, time: Tensor) -> Tensor:
        signal = self.signal.index_select(0, time.long().flatten()).reshape(-1, *(1,) * (input.ndim - 1))  # (N, 1, ...)
        return signal.sqrt() * input + (1 - signal).sqrt() * noise


LAYER = OwnModule(
    ForwardDiffusion,
    category="Diffusion",
    limits={"steps": (1, 100_000)},
    choices={"schedule": ("cosine", "linear")},
    expects={"time": TIME},
)
