"""Sentences as rows of tokens, without what is no part of them."""

import torch
from torch import Tensor

LAYER = None


def token_rows(
    input: Tensor, target: Tensor, stop: int = -1, padding: int = -1
) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
    """Lays what was said and what was right to the left: tokens that count, and how many there are.

    A sentence ends before its first ``stop``. Negative tokens and ``padding`` are none. Where both have as many places,
    what is said at a place that is not asked, before the end of the target, is left out too, such as a given beginning.

    Shape:
        - input: (N, T), tokens that were said
        - target: (N, U), tokens that were right
        - output: twice a pair of tokens, -1 after the last one, and their numbers, (N,)

    Reference:
        Papineni et al., "BLEU: a Method for Automatic Evaluation of Machine Translation", 2002.

    Example:
        >>> said, right = torch.tensor([[7, 1, 2, 9, 4]]), torch.tensor([[-100, 1, 3, 9, -100]])
        >>> token_rows(said, right, stop=9)
        ((tensor([[ 1,  2, -1, -1, -1]]), tensor([2])), (tensor([[ 1,  3, -1, -1, -1]]), tensor([2])))
    """
    if input.shape == target.shape:
        is_asked = target >= 0
        is_before_the_end = is_asked.flip(1).cumsum(1).flip(1) > 0
        input = input.masked_fill(is_before_the_end & ~is_asked, -1)
    return left_aligned(input, stop, padding), left_aligned(target, stop, padding)


def left_aligned(tokens: Tensor, stop: int, padding: int) -> tuple[Tensor, Tensor]:
    """The tokens of each row up to a stop, without those that are none; -1 after the last one."""
    is_kept = (tokens >= 0) & (tokens != padding)
    if stop >= 0:
        is_kept &= (tokens == stop).cumsum(dim=1) == 0
    order = is_kept.logical_not().int().argsort(dim=1, stable=True)
    length = is_kept.sum(dim=1)
    is_filled = torch.arange(tokens.shape[1], device=tokens.device) < length.unsqueeze(1)
    return tokens.gather(1, order).masked_fill(~is_filled, -1), length
