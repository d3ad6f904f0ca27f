"""How many tokens must be changed to mend a sequence."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnMetric
from builder.modules.token_rows import token_rows

TOKENS = Expected((2,), "tokens of shape (N, T), whole numbers", "whole")


def edit_distance(input: Tensor, target: Tensor, stop: int = -1, padding: int = -1) -> Tensor:
    """Tells how many tokens must be put in, taken out or changed to mend a sequence, on average.

    Args:
        stop: the token that ends a sequence: it and what follows it don't count. Below 0 there is none.
        padding: a token that fills up and doesn't count, as negative ones never do. Below 0 there is no other.

    Shape:
        - input: (N, T), the tokens that were said
        - target: (N, U), the tokens that were right
        - metric: (), a number of tokens for each sequence

    Reference:
        Levenshtein, "Binary Codes Capable of Correcting Deletions, Insertions, and Reversals", 1966.

    Example:
        >>> edit_distance(torch.tensor([[1, 2, 3, -1]]), torch.tensor([[2, 3, 4, -1]]))
        tensor(2.)
    """
    said, right = token_rows(input, target, stop, padding)
    return levenshtein(*said, *right).float().mean()


def levenshtein(said: Tensor, length: Tensor, right: Tensor, wanted: Tensor) -> Tensor:
    """The edits between each pair of rows, of which so many tokens count: (N, T), (N,), (N, U), (N,) -> (N,)."""
    place = torch.arange(right.shape[1] + 1, device=right.device)
    edits = place.expand(len(right), -1)  # from nothing to each beginning of what is right: (N, U + 1)
    for step in range(said.shape[1]):
        token = said[:, step : step + 1]
        changed = torch.minimum(edits[:, 1:] + 1, edits[:, :-1] + (token != right).long())
        best = torch.cat([edits[:, :1] + 1, changed], dim=1)
        best = (best - place).cummin(dim=1).values + place  # tokens put in
        edits = torch.where((step < length).unsqueeze(1), best, edits)
    return edits.gather(1, wanted.unsqueeze(1)).squeeze(1)


def as_many(input: Tensor, target: Tensor, **params: object) -> None:
    """Raises: ValueError: there is not one target for each sample."""
    if input.shape[0] != target.shape[0]:
        raise ValueError("every sample needs a target of its own")


LAYER = OwnMetric(
    edit_distance,
    type_name="EditDistance",
    unit="edits",
    fits=as_many,
    smaller_is_better=True,
    leaves_out_hidden=True,
    expects={"input": TOKENS, "target": TOKENS},
)
