"""BLEU."""

import torch
from torch import Tensor

from builder.kinds.own_module import OwnMetric
from builder.modules.edit_distance import TOKENS, as_many
from builder.modules.token_rows import token_rows


def bleu(
    input: Tensor, target: Tensor, max_n: int = 4, smooth: bool = True, stop: int = -1, padding: int = -1
) -> Tensor:
    """Tells how much of what is said, one to four tokens at a time, is in what is right, over all sentences (BLEU).

    The geometric mean of the shares for each number of tokens, times a penalty for saying less than is right. Numbers
    of tokens that no right sentence has don't count; nothing said gives 0.

    Args:
        max_n: how many tokens at a time are compared at most.
        smooth: whether 1 is added to what is counted for two tokens and more, so that one that is never hit does not
            make all of it 0.
        stop: the token that ends a sentence: it and what follows it don't count. Below 0 there is none.
        padding: a token that fills up and doesn't count, as negative ones never do. Below 0 there is no other.

    Shape:
        - input: (N, T), the tokens that were said
        - target: (N, U), the tokens that were right
        - metric: (), from 0 to 1

    Reference:
        Papineni et al., "BLEU: a Method for Automatic Evaluation of Machine Translation", 2002; Lin and Och, "Automatic
        Evaluation of Machine Translation Quality Using Longest Common Subsequence and Skip-Bigram Statistics", 2004.

    Example:
        >>> bleu(torch.tensor([[1, 2, 3, 4]]), torch.tensor([[1, 2, 3, 5]]), max_n=2, smooth=False)
        tensor(0.7071)
    """
    (said, length), (right, wanted) = token_rows(input, target, stop, padding)
    shares = []
    for n in range(1, max_n + 1):
        mine, theirs = runs_of(said, length, n), runs_of(right, wanted, n)
        if len(theirs) == 0:
            break
        which, many = torch.cat([mine, theirs]).unique(dim=0, return_inverse=True)[1], len(mine) + len(theirs)
        counts = [part.bincount(minlength=many) for part in which.tensor_split([len(mine)])]
        added = int(smooth and n > 1)
        shares.append((torch.minimum(*counts).sum() + added) / max(len(mine) + added, 1))
    if not shares:
        return torch.zeros((), device=input.device)
    shorter = (1 - wanted.sum() / length.sum()).clamp(max=0)  # minus infinity where nothing is said
    return torch.stack(shares).log().mean().exp() * shorter.exp()


def runs_of(tokens: Tensor, length: Tensor, n: int) -> Tensor:
    """All runs of n tokens, each after the number of its row: (N, T), (N,) -> (runs, 1 + n)."""
    if tokens.shape[1] < n:
        return tokens.new_zeros(0, 1 + n)
    runs = tokens.unfold(1, n, 1)  # (N, places, n)
    row, place = (torch.arange(runs.shape[1], device=tokens.device) + n <= length.unsqueeze(1)).nonzero(as_tuple=True)
    return torch.cat([row.unsqueeze(1), runs[row, place]], dim=1)


LAYER = OwnMetric(
    bleu,
    type_name="BLEU",
    unit="share",
    fits=as_many,
    leaves_out_hidden=True,
    limits={"max_n": (1, 8)},
    expects={"input": TOKENS, "target": TOKENS},
)
