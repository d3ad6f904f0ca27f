"""How many of the contacts that a network names are there."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnMetric


def contact_precision(input: Tensor, target: Tensor, separation: int = 3) -> Tensor:
    """Tells which share of the contacts is found by the pairs that a network holds for the likeliest.

    Of each chain so many pairs are named as it has contacts, rounded, one at least. What they hold of contacts is
    divided by what the best pairs hold, which is 1 for a network that makes no mistake; then the mean is taken over
    the chains. A chain without any contact counts as 0.

    Args:
        separation: how far apart in the chain two parts are at least, for their contact to count.

    Shape:
        - input: (N, length, length), a score or a probability for each two parts
        - target: (N, length, length), how far the two touch, from 0 to 1
        - metric: ()

    Reference:
        Senior et al., "Improved Protein Structure Prediction Using Potentials from Deep Learning", 2020.

    Example:
        >>> target = torch.zeros(1, 5, 5)
        >>> target[0, 0, 3] = target[0, 1, 4] = 1
        >>> scores = torch.zeros(1, 5, 5)
        >>> scores[0, 0, 3], scores[0, 0, 4] = 2.0, 1.0
        >>> contact_precision(scores, target)
        tensor(0.5000)
    """
    first, second = torch.triu_indices(target.shape[-2], target.shape[-1], offset=separation)
    scores, touch = input[:, first, second].float(), target[:, first, second].float()  # (N, pairs)
    many = touch.sum(dim=1, keepdim=True).round().clamp(min=1)
    is_named = torch.arange(len(first), device=touch.device) < many
    found = touch.gather(1, scores.argsort(dim=1, descending=True, stable=True))
    most = touch.sort(dim=1, descending=True).values
    return ((found * is_named).sum(dim=1) / (most * is_named).sum(dim=1).clamp(min=1e-12)).mean()


PAIRS = Expected((3,), "a value for each two parts, (N, length, length)")


def of_one_chain(input: Tensor, target: Tensor, separation: int = 3) -> None:
    """Raises: ValueError: the two are not of the same chains, or no two parts are so far apart."""
    if input.shape != target.shape or input.shape[-1] != input.shape[-2]:
        raise ValueError("both need one value for each two parts of the same chains")
    if input.shape[-1] <= separation:
        raise ValueError(f"no two of {input.shape[-1]} parts are {separation} apart")


LAYER = OwnMetric(
    contact_precision,
    type_name="ContactPrecision",
    unit="share",
    fits=of_one_chain,
    limits={"separation": (1, 10_000)},
    expects={"input": PAIRS, "target": PAIRS},
)
