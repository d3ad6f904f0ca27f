"""HelpText: the help that comes with Python, letter by letter.

Licence: PSF-2.0. Source: `pydoc_data.topics` of the Python that this runs on; other versions say it in other words.
"""

import importlib
import string

import torch

from builder.datasets.parts.division import by_time, divided
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param

LENGTH = 48


def keyboard() -> str:
    """The signs of a keyboard: new line, space, digits, letters, punctuation."""
    return "\n " + string.digits + string.ascii_letters + string.punctuation


def help_text(samples: int = 9_000) -> Parts:
    """Pieces of 48 letters of the manual of the Python language, and the same one letter on.

    Its end is for validation and test. Signs that no keyboard has are left out. No piece is there twice.

    Shape: tokens (N, 48), next (N, 48), both in 0..95: new line, space, digits, letters, punctuation.
    """
    known = {letter: place for place, letter in enumerate(keyboard())}
    topics = importlib.import_module("pydoc_data.topics").topics
    told = "\n\n".join(topics[name] for name in sorted(topics)).split("\n\n")
    text = "\n\n".join(dict.fromkeys(told))  # topics repeat paragraphs of each other
    letters = torch.tensor([known[letter] for letter in text if letter in known])[: 48 * samples + 1]
    many = (len(letters) - 1) // 48
    tokens, after = letters[: 48 * many].reshape(many, 48), letters[1 : 48 * many + 1].reshape(many, 48)
    part, seen = by_time(many, overlap=1), set[tuple[int, ...]]()
    for place, piece in enumerate(map(tuple, tokens.tolist())):
        part[place] = -1 if piece in seen else part[place]
        seen.add(piece)
    return divided({"tokens": tokens, "next": after}, part)


def _letters(name: str, help: str) -> DataField:
    letters = tuple(keyboard())
    return DataField(name, (LENGTH,), kind="label", dtype=torch.int64, classes=letters, help=help, time_axis=0)


DATASET = Dataset(
    help_text,
    type_name="HelpText",
    summary="English prose and code of a manual, letter by letter: real text, of 370,000 letters.",
    fields=(
        _letters("tokens", "A piece of the text, one whole number per letter."),
        _letters("next", "The letter that follows each of them."),
    ),
    params=(
        Param(name="samples", kind="int", default=9_000, minimum=70, maximum=9_000, help="How many pieces there are."),
    ),
)
