"""A small text of our own making, for the data sets of letters."""

import random
import string

import torch
from torch import Tensor

from builder.kinds.spec import Param

PIECES = Param(
    name="samples",
    kind="int",
    default=1_031,
    minimum=70,
    maximum=20_000,
    help="How many pieces; each begins eight letters after the one before it.",
)


def corpus(letters: int) -> str:
    """So many letters of English sentences put together by a little grammar, always the same.

    They are lower-case letters, spaces and full stops.
    """
    chance = random.Random(0)  # noqa: S311 - a text, not a secret
    nouns = ["cat", "dog", "bird", "child", "king", "baker", "horse", "fox"]
    kinds = ["small", "tall", "red", "quiet", "happy", "brave"]
    deeds = ["sees", "finds", "follows", "likes", "greets", "paints"]
    places = ["in the garden", "by the river", "under a tree", "near the old mill"]

    def someone() -> str:
        kind = chance.choice(kinds) + " " if chance.random() < 0.5 else ""
        return chance.choice(["the ", "a "]) + kind + chance.choice(nouns)

    text = ""
    while len(text) < letters:
        place = " " + chance.choice(places) if chance.random() < 0.4 else ""
        text += f"{someone()} {chance.choice(deeds)} {someone()}{place}. "
    return text[:letters]


def pieces(samples: int) -> Tensor:
    """Pieces of 33 letters of the text, each beginning eight letters after the one before it.

    Shape: -> (samples, 33) in 0..27: space, a to z, full stop.
    """
    alphabet = " " + string.ascii_lowercase + "."
    text = torch.tensor([alphabet.index(letter) for letter in corpus(8 * samples + 25)])
    return text.unfold(0, 33, 8)
