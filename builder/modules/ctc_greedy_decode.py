"""Reads the text out of a network trained with CTC."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnFunction


def ctc_greedy_decode(input: Tensor, blank: int = 0) -> tuple[Tensor, Tensor]:
    """Takes the best class at each time, joins repeats and drops blanks: what a CTC network has read.

    Args:
        blank: the class that means nothing.

    Shape:
        - input: (N, T, classes), scores
        - output: (N, T), the classes read, and after them -1
        - length: (N,), how many were read

    Reference:
        Graves et al., "Connectionist Temporal Classification", 2006.

    Example:
        >>> best = torch.tensor([[1, 1, 0, 1, 2]])
        >>> ctc_greedy_decode(torch.nn.functional.one_hot(best))
        (tensor([[ 1,  1,  2, -1, -1]]), tensor([3]))
    """
    best = input.argmax(dim=-1)  # (N, T)
    is_new = torch.ones_like(best, dtype=torch.bool)
    is_new[:, 1:] = best[:, 1:] != best[:, :-1]
    is_read = is_new & (best != blank)
    order = is_read.logical_not().int().argsort(dim=1, stable=True)  # what is read first, in its order
    length = is_read.sum(dim=1)
    is_filled = torch.arange(best.shape[1], device=best.device) < length.unsqueeze(-1)
    return best.gather(1, order).masked_fill(~is_filled, -1), length


LAYER = OwnFunction(
    ctc_greedy_decode,
    type_name="CTCGreedyDecode",
    category="Choosing",
    limits={"blank": (0, 10_000_000)},
    expects=Expected((3,), "scores of shape (N, T, classes)"),
)
