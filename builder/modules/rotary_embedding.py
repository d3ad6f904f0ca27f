"""Rotary positions."""

import torch
from torch import Tensor, nn

from builder.kinds.own_module import OwnModule
from builder.kinds.torch_layer import features


class RotaryEmbedding(nn.Module):
    """Turns queries or keys by an angle that grows with their place, so that attention sees distances (RoPE).

    Neighbouring features are the two axes of a plane; each plane turns at a speed of its own.

    Args:
        head_dim: features of each element (an even number).
        base: the slowest plane turns about this many times slower than the fastest.

    Shape:
        - input: (N, *, T, head_dim)
        - output: (N, *, T, head_dim)

    Reference:
        Su et al., "RoFormer: Enhanced Transformer with Rotary Position Embedding", 2021.

    Example:
        >>> RotaryEmbedding(8)(torch.randn(2, 4, 10, 8)).shape
        torch.Size([2, 4, 10, 8])
    """

    def __init__(self, head_dim: int, base: float = 10_000.0) -> None:
        super().__init__()
        self.head_dim = head_dim
        self.base = base

    def forward(self, input: Tensor) -> Tensor:
        place = torch.arange(input.shape[-2], device=input.device).unsqueeze(-1)  # (T, 1)
        share = torch.arange(0, self.head_dim, 2, device=input.device) / self.head_dim
        angle = place * self.base**-share  # (T, head_dim / 2)
        sin, cos = angle.sin().to(input.dtype), angle.cos().to(input.dtype)
        x, y = input.unflatten(-1, (-1, 2)).unbind(-1)  # (N, *, T, head_dim / 2) each
        return torch.stack([x * cos - y * sin, x * sin + y * cos], dim=-1).flatten(-2)


LAYER = OwnModule(
    RotaryEmbedding,
    category="Positions",
    infer={"head_dim": features},
    limits={"base": (1, 1e12)},
)
