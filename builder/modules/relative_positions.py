"""How far two elements of a sequence are apart, as learned vectors."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnModule
from builder.kinds.torch_layer import features


class RelativePositions(nn.Module):
    """Adds to each two elements of a sequence a vector, learned for how far one comes after the other.

    Args:
        max_distance: from where on it is no longer told how far they are apart.
        d_model: features of each two elements.

    Shape:
        - input: (N, T, T, d_model)
        - output: (N, T, T, d_model)

    Reference:
        Jumper et al., "Highly Accurate Protein Structure Prediction with AlphaFold", 2021, algorithm 4.

    Example:
        >>> RelativePositions(32, 8)(torch.zeros(2, 10, 10, 8)).shape
        torch.Size([2, 10, 10, 8])
    """

    def __init__(self, max_distance: int, d_model: int) -> None:
        super().__init__()
        self.max_distance = max_distance
        self.weight = nn.Parameter(torch.empty(2 * max_distance + 1, d_model))
        nn.init.normal_(self.weight)

    def forward(self, input: Tensor) -> Tensor:
        first, second = (torch.arange(length, device=input.device) for length in input.shape[1:3])
        distance = (first.unsqueeze(1) - second).clamp(-self.max_distance, self.max_distance)  # (T, T)
        return input + F.embedding(distance + self.max_distance, self.weight)


LAYER = OwnModule(
    RelativePositions,
    category="Positions",
    infer={"d_model": features},
    starts={"max_distance": 32},
    limits={"max_distance": (1, 10_000_000)},
    expects=Expected((4,), "features of each two elements of sequences, (N, T, T, features)"),
)
