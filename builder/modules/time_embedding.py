"""A time as sines and cosines."""

import torch
from torch import Tensor, nn

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnModule


class TimeEmbedding(nn.Module):
    """Writes a number, such as the time step of a diffusion, as a pattern of waves that a network can read.

    Args:
        dim: features to write it with (an even number).
        max_period: length of the longest wave, as a multiple of 2 pi.

    Shape:
        - input: (N,) or (N, 1), the times
        - output: (N, dim), cosines and then sines

    Reference:
        Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models", 2020.

    Example:
        >>> TimeEmbedding(4)(torch.tensor([0, 10])).shape
        torch.Size([2, 4])
    """

    def __init__(self, dim: int = 64, max_period: float = 10_000.0) -> None:
        super().__init__()
        self.dim = dim
        self.max_period = max_period

    def forward(self, input: Tensor) -> Tensor:
        share = torch.arange(self.dim // 2, device=input.device) / (self.dim // 2)
        angle = input.reshape(-1, 1) * self.max_period**-share  # (N, dim / 2)
        return torch.cat([angle.cos(), angle.sin()], dim=-1)


LAYER = OwnModule(
    TimeEmbedding,
    category="Positions",
    limits={"dim": (2, 1_000_000), "max_period": (1, 1e12)},
    expects=Expected((1, 2), "one number per sample, of shape (N,) or (N, 1)", "number"),
)
