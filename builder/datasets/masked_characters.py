"""MaskedCharacters: a small text with some letters hidden, put together on the spot by a little grammar.

Reference: Devlin, Chang, Lee and Toutanova, "BERT: Pre-training of Deep Bidirectional Transformers for Language
Understanding", 2019.
"""

import math
import string

import torch

from builder.datasets.parts.corpus import PIECES, pieces
from builder.datasets.parts.division import by_time, divided
from builder.kinds.dataset import DataField, Dataset, Parts

ALPHABET = (*" ", *string.ascii_lowercase, ".", "?")


def masked_characters(samples: int = 1_031) -> Parts:
    """Pieces of 32 letters of a text of our own making, 15 % of them hidden. Its end is for validation and test.

    No letter of a part is in another one.

    Shape: tokens (N, 32) in 0..28: space, a to z, full stop, hidden; target (N, 32), what was hidden, -100 elsewhere.
    """
    letters = pieces(samples)[:, :-1]
    is_hidden = torch.rand(letters.shape, generator=torch.Generator().manual_seed(0)) < 0.15
    tokens, target = letters.masked_fill(is_hidden, 28), letters.masked_fill(~is_hidden, -100)
    return divided({"tokens": tokens, "target": target}, by_time(samples, overlap=4))


def _letters(name: str, help: str, least: int = 0) -> DataField:
    return DataField(
        name,
        (32,),
        kind="label",
        dtype=torch.int64,
        classes=ALPHABET,
        help=help,
        time_axis=0,
        between=(least, math.inf),
    )


DATASET = Dataset(
    masked_characters,
    type_name="MaskedCharacters",
    summary="A small text of simple sentences in which some letters are hidden.",
    fields=(
        _letters("tokens", "A piece of the text, one whole number per letter; 28 is a hidden one."),
        _letters("target", "The letters that are hidden; -100, which losses leave out, elsewhere.", least=-100),
    ),
    params=(PIECES,),
)
