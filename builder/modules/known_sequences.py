"""The sequences that are learned from, kept to be compared with."""

import torch
from torch import Tensor, nn

from builder.kinds.expected import Expected
from builder.kinds.fitted_module import FittedModule
from builder.kinds.torch_layer import last_of


class KnownSequences(nn.Module):
    """Gives the sequences of the training part, whatever comes in: to tell what is new from what was learned by heart.

    Args:
        length: tokens of each sequence.
        max_known: how many of them are kept, the first ones; where there are fewer, they are told more than once.

    Shape:
        - input: (N, length), the sequences of the data
        - known: (max_known, length), those of the training part

    Reference:
        Gómez-Bombarelli et al., "Automatic Chemical Design Using a Data-Driven Continuous Representation of
        Molecules", 2018.

    Example:
        >>> layer = KnownSequences(2, max_known=3)
        >>> layer.fit(torch.tensor([[1, 2], [3, 4]]))
        >>> layer(torch.tensor([[5, 6]]))
        tensor([[1, 2],
                [3, 4],
                [1, 2]])
    """

    known: Tensor

    def __init__(self, length: int, max_known: int = 1024) -> None:
        super().__init__()
        self.register_buffer("known", torch.zeros(max_known, length, dtype=torch.int64))

    def fit(self, input: Tensor) -> None:
        """Keep the first samples."""
        self.known.copy_(input[torch.arange(len(self.known), device=input.device) % len(input)])

    def forward(self, input: Tensor) -> Tensor:
        return self.known


LAYER = FittedModule(
    KnownSequences,
    category="Tokens",
    infer={"length": last_of("input")},
    limits={"max_known": (1, 1_000_000)},
    expects=Expected((2,), "tokens of shape (N, length)", "whole"),
)
