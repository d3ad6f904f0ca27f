"""Characters: a small text, letter by letter, put together on the spot by a little grammar."""

import string

import torch

from builder.datasets.parts.corpus import PIECES, pieces
from builder.datasets.parts.division import by_time, divided
from builder.kinds.dataset import DataField, Dataset, Parts

ALPHABET = (*" ", *string.ascii_lowercase, ".")


def characters(samples: int = 1_031) -> Parts:
    """Pieces of 32 letters of a text of our own making, and the same one letter on. Its end is for validation and test.

    No letter of a part is in another one.

    Shape: tokens (N, 32), next (N, 32), both in 0..27: space, a to z, full stop.
    """
    letters = pieces(samples)
    return divided({"tokens": letters[:, :-1], "next": letters[:, 1:]}, by_time(samples, overlap=4))


def _letters(name: str, help: str) -> DataField:
    return DataField(name, (32,), kind="label", dtype=torch.int64, classes=ALPHABET, help=help, time_axis=0)


DATASET = Dataset(
    characters,
    type_name="Characters",
    summary="A small text of simple sentences, letter by letter, for language models.",
    fields=(
        _letters("tokens", "A piece of the text, one whole number per letter."),
        _letters("next", "The letter that follows each of them."),
    ),
    params=(PIECES,),
)
