"""F1 of tags, token by token."""

from torch import Tensor

from builder.kinds.own_module import OwnMetric
from builder.modules.edit_distance import TOKENS


def token_f1(input: Tensor, target: Tensor, outside: int = 0) -> Tensor:
    """Tells how well tokens that are part of something are found and named: 2 * hits / (tagged + to be tagged).

    Tokens whose target is negative don't count. Where nothing is tagged and nothing is to be, it is 0.

    Args:
        outside: the tag of what is part of nothing.

    Shape:
        - input: (N, T), the tag that was given to each token
        - target: (N, T), the right one
        - metric: (), from 0 to 1, over all tokens

    Reference:
        Tjong Kim Sang and De Meulder, "Introduction to the CoNLL-2003 Shared Task: Language-Independent Named Entity
        Recognition", 2003.

    Example:
        >>> token_f1(torch.tensor([[0, 1, 2, 0]]), torch.tensor([[0, 1, 0, -100]]))
        tensor(0.6667)
    """
    counts = target >= 0
    tagged, wanted = (input != outside) & counts, (target != outside) & counts
    hits = (tagged & (input == target)).sum()
    return 2 * hits / (tagged.sum() + wanted.sum()).clamp(min=1)


def place_by_place(input: Tensor, target: Tensor, **params: object) -> None:
    """Raises: ValueError: there is not one target for each value."""
    if input.shape != target.shape:
        raise ValueError("every place needs a target of its own: both must have the same shape")


LAYER = OwnMetric(
    token_f1,
    type_name="TokenF1",
    unit="share",
    fits=place_by_place,
    leaves_out_hidden=True,
    limits={"outside": (0, 10_000_000)},
    expects={"input": TOKENS, "target": TOKENS},
)
