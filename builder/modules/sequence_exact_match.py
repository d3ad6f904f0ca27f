"""How many sequences are right from the first token to the last."""

from torch import Tensor

from builder.kinds.own_module import OwnMetric
from builder.modules.edit_distance import TOKENS, as_many
from builder.modules.token_rows import token_rows


def sequence_exact_match(input: Tensor, target: Tensor, stop: int = -1, padding: int = -1) -> Tensor:
    """Tells the share of sequences that are right from the first token to the last, and no longer.

    Args:
        stop: the token that ends a sequence: it and what follows it don't count. Below 0 there is none.
        padding: a token that fills up and doesn't count, as negative ones never do. Below 0 there is no other.

    Shape:
        - input: (N, T), the tokens that were said
        - target: (N, U), the tokens that were right
        - metric: (), from 0 to 1

    Reference:
        Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text", 2016.

    Example:
        >>> said = torch.tensor([[5, 6, 0, 3], [5, 6, 7, 0]])
        >>> sequence_exact_match(said, torch.tensor([[5, 6, 0], [5, 6, 0]]), stop=0)
        tensor(0.5000)
    """
    (said, length), (right, wanted) = token_rows(input, target, stop, padding)
    width = min(said.shape[1], right.shape[1])
    return ((length == wanted) & (said[:, :width] == right[:, :width]).all(dim=1)).float().mean()


LAYER = OwnMetric(
    sequence_exact_match,
    type_name="SequenceExactMatch",
    unit="share",
    fits=as_many,
    leaves_out_hidden=True,
    expects={"input": TOKENS, "target": TOKENS},
)
