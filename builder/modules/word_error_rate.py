"""Word error rate."""

import torch
from torch import Tensor

from builder.kinds.own_module import OwnMetric
from builder.modules.edit_distance import TOKENS, as_many, levenshtein
from builder.modules.token_rows import token_rows


def word_error_rate(input: Tensor, target: Tensor, space: int, stop: int = -1, padding: int = -1) -> Tensor:
    """Tells how many words must be put in, taken out or changed to mend all texts, for each right word (WER).

    It may be above 1. Where there is not one right word, it is the number of edits. Where every token is a word, it is
    what CharErrorRate gives.

    Args:
        space: the token that stands between words.
        stop: the token that ends a text: it and what follows it don't count. Below 0 there is none.
        padding: a token that fills up and doesn't count, as negative ones never do. Below 0 there is no other.

    Shape:
        - input: (N, T), the tokens that were said
        - target: (N, U), the tokens that were right
        - metric: (), 0 where all is right

    Reference:
        Morris, Maier and Green, "From WER and RIL to MER and WIL", 2004.

    Example:
        >>> said, right = torch.tensor([[4, 5, 0, 6, 6]]), torch.tensor([[4, 5, 0, 6, -1]])
        >>> word_error_rate(said, right, space=0)
        tensor(0.5000)
    """
    (said, _), (right, _) = token_rows(input, target, stop, padding)
    known: dict[tuple[int, ...], int] = {}
    texts = [words_of(row, space, known) for row in (*said.tolist(), *right.tolist())]
    length = torch.tensor([len(text) for text in texts])
    most = int(length.max())
    words = torch.tensor([text + [-1] * (most - len(text)) for text in texts])
    edits = levenshtein(words[: len(said)], length[: len(said)], words[len(said) :], length[len(said) :])
    return (edits.sum() / length[len(said) :].sum().clamp(min=1)).to(input.device)


def words_of(tokens: list[int], space: int, known: dict[tuple[int, ...], int]) -> list[int]:
    """The words of a text, each as a number of its own; -1 ends the text."""
    words: list[tuple[int, ...]] = [()]
    for token in tokens:
        if token < 0:
            break
        words = [*words, ()] if token == space else [*words[:-1], (*words[-1], token)]
    return [known.setdefault(word, len(known)) for word in words if word]


LAYER = OwnMetric(
    word_error_rate,
    type_name="WordErrorRate",
    unit="share",
    fits=as_many,
    smaller_is_better=True,
    leaves_out_hidden=True,
    limits={"space": (0, 10_000_000)},
    starts={"space": 0},
    expects={"input": TOKENS, "target": TOKENS},
)
