"""Positions as sines and cosines."""

import torch
from torch import Tensor, nn

from builder.kinds.own_module import SEQUENCES, OwnModule
from builder.kinds.torch_layer import features


class SinusoidalPositions(nn.Module):
    """Adds to each element of a sequence a pattern of waves that says where it stands; nothing is learned.

    Args:
        d_model: features of each element (an even number).
        max_period: length of the longest wave, as a multiple of 2 pi.

    Shape:
        - input: (N, T, d_model)
        - output: (N, T, d_model)

    Reference:
        Vaswani et al., "Attention Is All You Need", 2017.

    Example:
        >>> SinusoidalPositions(4)(torch.zeros(1, 2, 4))[0, 0]
        tensor([0., 1., 0., 1.])
    """

    def __init__(self, d_model: int, max_period: float = 10_000.0) -> None:
        super().__init__()
        self.d_model = d_model
        self.max_period = max_period

    def forward(self, input: Tensor) -> Tensor:
        place = torch.arange(input.shape[1], device=input.device).unsqueeze(-1)  # (T, 1)
        share = torch.arange(0, self.d_model, 2, device=input.device) / self.d_model
        angle = place * self.max_period**-share  # (T, d_model / 2)
        waves = torch.stack([angle.sin(), angle.cos()], dim=-1).flatten(1)  # (T, d_model), sines and cosines by turns
        return input + waves.to(input.dtype)


LAYER = OwnModule(
    SinusoidalPositions,
    category="Positions",
    infer={"d_model": features},
    limits={"max_period": (1, 1e12)},
    expects=SEQUENCES,
)
