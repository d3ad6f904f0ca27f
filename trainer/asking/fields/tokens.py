"""Words of an alphabet of words: a sentence that the network reads."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import Field
from torch import Tensor

from trainer.asking.field import Asked, FieldKind, Subject
from trainer.asking.fields.parts.values import Values, of_values
from trainer.asking.fields.parts.written import MOST_BEGUN, alphabet, begun, filler, is_written, row


class TokensAsked(Asked):
    """Words of ``alphabet``, with blanks between them; the rest is as of a text.

    Where ``has_blanks`` words hold blanks themselves and are given as a list.
    """

    kind: Literal["tokens"] = "tokens"
    alphabet: tuple[str, ...]
    most: int
    is_filled_up: bool
    is_begun: bool
    has_blanks: bool


Words = Annotated[list[str], Field(max_length=100_000)]
Given = str | Words | Values


def _has_blanks(subject: Subject) -> bool:
    return any(word.split() != [word] for word in alphabet(subject))


def _sample(subject: Subject, given: Given) -> Tensor:
    words = given.split() if isinstance(given, str) else [word for word in given if isinstance(word, str)]
    if not isinstance(given, str) and not words:
        return of_values(subject, [value for value in given if not isinstance(value, str)])
    known = {word: place for place, word in enumerate(alphabet(subject))}
    tokens = [known.get(word, known.get(word.lower(), -1)) for word in words]
    if -1 in tokens:
        raise _unknown(subject, sorted({word for word, token in zip(words, tokens, strict=True) if token == -1}))
    return row(subject, tokens, "word")


def _unknown(subject: Subject, words: list[str]) -> Exception:
    known = alphabet(subject)
    close = list(dict.fromkeys(near for word in words for near in get_close_matches(word.lower(), known, 3)))
    named = ", ".join(repr(word[:24]) for word in words[:MOST_NAMED])
    hint = f"It knows: {', '.join(close)}" if close else f"It knows: {', '.join(known[:MOST_NAMED])}"
    return subject.refuse("words that it learned from", f"the network never saw {named}", hint)


MOST_NAMED = 12


def _told(subject: Subject, value: Tensor) -> str | list[str]:
    known = alphabet(subject)
    words = [known[token] for token in begun(subject, value)]
    return words if _has_blanks(subject) else " ".join(words)


FIELD = FieldKind(
    order=500,
    noun="words",
    asked=TokensAsked,
    given=Given,
    fits=is_written,
    describe=lambda subject, may_read: {
        "alphabet": alphabet(subject),
        "most": MOST_BEGUN if subject.is_begun else subject.shape[0],
        "is_filled_up": filler(subject) is not None,
        "is_begun": subject.is_begun,
        "has_blanks": _has_blanks(subject),
    },
    sample=_sample,
    told=_told,
)
