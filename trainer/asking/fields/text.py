"""Text, letter by letter, of an alphabet."""

from __future__ import annotations

from typing import Literal

from torch import Tensor

from trainer.asking.field import Asked, FieldKind, Subject
from trainer.asking.fields.parts.values import Values, of_values
from trainer.asking.fields.parts.written import MOST_BEGUN, alphabet, begun, filler, is_written, row


class TextAsked(Asked):
    """Letters of ``alphabet``: at most ``most`` of them, or exactly so many where ``is_filled_up`` does not hold.

    Where ``is_begun`` they are how a text begins, which the network goes on with.
    """

    kind: Literal["text"] = "text"
    alphabet: tuple[str, ...]
    most: int
    is_filled_up: bool
    is_begun: bool


Given = str | Values


def _sample(subject: Subject, given: Given) -> Tensor:
    if not isinstance(given, str):
        return of_values(subject, given)
    known = {letter: place for place, letter in enumerate(alphabet(subject))}
    if unknown := sorted(set(given) - set(known)):
        letters = "".join(letter for letter in known if letter.isprintable())
        heard = f"the network never saw {unknown[0]!r}"
        raise subject.refuse("letters that it learned from", heard, f"It knows: {letters}")
    return row(subject, [known[letter] for letter in given], "letter")


def _told(subject: Subject, value: Tensor) -> str:
    letters = alphabet(subject)
    return "".join(letters[token] for token in begun(subject, value))


FIELD = FieldKind(
    order=400,
    noun="a text",
    asked=TextAsked,
    given=Given,
    fits=lambda subject: is_written(subject) and all(len(letter) == 1 for letter in alphabet(subject)),
    describe=lambda subject, may_read: {
        "alphabet": alphabet(subject),
        "most": MOST_BEGUN if subject.is_begun else subject.shape[0],
        "is_filled_up": filler(subject) is not None,
        "is_begun": subject.is_begun,
    },
    sample=_sample,
    told=_told,
)
