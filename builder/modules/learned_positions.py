"""Positions as learned vectors."""

import torch
from torch import Tensor, nn

from builder.kinds.own_module import SEQUENCES, OwnModule
from builder.kinds.torch_layer import features


class LearnedPositions(nn.Module):
    """Adds to each element of a sequence a vector, learned for its place, that says where it stands.

    Args:
        max_len: the longest sequence.
        d_model: features of each element.

    Shape:
        - input: (N, T, d_model)
        - output: (N, T, d_model)

    Raises:
        ValueError: the sequence is longer than max_len.

    Reference:
        Gehring et al., "Convolutional Sequence to Sequence Learning", 2017.

    Example:
        >>> LearnedPositions(1024, 8)(torch.zeros(2, 10, 8)).shape
        torch.Size([2, 10, 8])
    """

    def __init__(self, max_len: int, d_model: int) -> None:
        super().__init__()
        self.max_len = max_len
        self.weight = nn.Parameter(torch.empty(max_len, d_model))
        nn.init.normal_(self.weight, std=0.02)

    def forward(self, input: Tensor) -> Tensor:
        length = input.shape[1]
        if length > self.max_len:
            raise ValueError(f"a sequence of {length} is longer than max_len={self.max_len}")
        return input + self.weight[:length]


LAYER = OwnModule(
    LearnedPositions,
    category="Positions",
    infer={"d_model": features},
    starts={"max_len": 1024},
    limits={"max_len": (1, 10_000_000)},
    expects=SEQUENCES,
)
