"""Characters: a small text, letter by letter, put together on the spot by a little grammar."""

import string

import torch

from builder.datasets.parts.corpus import corpus
from builder.kinds.dataset import DataField, Dataset, Split

ALPHABET = (*" ", *string.ascii_lowercase, ".")


def characters() -> tuple[Split, Split]:
    """736 pieces of 32 letters of a text of our own making, and the same one letter on; 144, its end, are held out.

    Shape: tokens (N, 32), next (N, 32), both in 0..27: space, a to z, full stop.
    """
    alphabet = " " + string.ascii_lowercase + "."
    text = torch.tensor([alphabet.index(letter) for letter in corpus(7065)])
    pieces = text.unfold(0, 33, 8)  # (N, 33)
    tokens, after = pieces[:, :-1], pieces[:, 1:]
    learn, held_out = slice(0, 736), slice(736, 880)
    return {"tokens": tokens[learn], "next": after[learn]}, {"tokens": tokens[held_out], "next": after[held_out]}


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
)
