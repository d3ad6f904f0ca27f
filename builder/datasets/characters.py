"""Characters: a small text, letter by letter, put together on the spot by a little grammar."""

import string

import torch

from builder.datasets.parts.corpus import corpus
from builder.datasets.parts.division import by_time, divided
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param

ALPHABET = (*" ", *string.ascii_lowercase, ".")


def characters(samples: int = 1_031) -> Parts:
    """Pieces of 32 letters of a text of our own making, and the same one letter on. Its end is for validation and test.

    No letter of a part is in another one.

    Shape: tokens (N, 32), next (N, 32), both in 0..27: space, a to z, full stop.
    """
    alphabet = " " + string.ascii_lowercase + "."
    text = torch.tensor([alphabet.index(letter) for letter in corpus(8 * samples + 25)])
    pieces = text.unfold(0, 33, 8)  # (N, 33)
    return divided({"tokens": pieces[:, :-1], "next": pieces[:, 1:]}, by_time(samples, overlap=4))


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
    params=(
        Param(
            name="samples",
            kind="int",
            default=1_031,
            minimum=70,
            maximum=20_000,
            help="How many pieces; each begins eight letters after the one before it.",
        ),
    ),
)
