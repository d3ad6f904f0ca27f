"""Character error rate."""

from torch import Tensor

from builder.kinds.own_module import OwnMetric
from builder.modules.edit_distance import TOKENS, as_many, levenshtein
from builder.modules.token_rows import token_rows


def char_error_rate(input: Tensor, target: Tensor, stop: int = -1, padding: int = -1) -> Tensor:
    """Tells how many edits it takes to mend all sequences, for each token that was right (CER).

    Where tokens are letters it is the character error rate, of phonemes or keys the rate of these. It may be above 1.
    Where there is not one right token, it is the number of edits.

    Args:
        stop: the token that ends a sequence: it and what follows it don't count. Below 0 there is none.
        padding: a token that fills up and doesn't count, as negative ones never do. Below 0 there is no other.

    Shape:
        - input: (N, T), the tokens that were said
        - target: (N, U), the tokens that were right
        - metric: (), 0 where all is right

    Reference:
        Morris, Maier and Green, "From WER and RIL to MER and WIL", 2004.

    Example:
        >>> char_error_rate(torch.tensor([[1, 2, 3, 3]]), torch.tensor([[1, 2, 3, -1]]))
        tensor(0.3333)
    """
    said, right = token_rows(input, target, stop, padding)
    return levenshtein(*said, *right).sum() / right[1].sum().clamp(min=1)


LAYER = OwnMetric(
    char_error_rate,
    type_name="CharErrorRate",
    unit="share",
    fits=as_many,
    smaller_is_better=True,
    leaves_out_hidden=True,
    expects={"input": TOKENS, "target": TOKENS},
)
