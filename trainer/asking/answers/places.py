"""A choice at each place of a sequence: tags beside words, hidden letters filled in, text."""

from __future__ import annotations

from typing import Literal

from builder.compiler.program import Answer, Batch, Program
from builder.kinds.dataset import DataField
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import Aim, aim, given_fields
from trainer.asking.answers.parts.odds import Said, most_probable, odds_of
from trainer.asking.answers.parts.told import Part
from trainer.look.shown import filled
from trainer.look.task import validation

LOOKED_AT = 256
"""Samples that are looked at to see which words are judged."""


class Spot(Part):
    """One place: the word that was given there, and what is said of it, the most probable first.

    ``word`` is empty where none was given; nothing is said where the data never say what would be right.
    """

    word: str
    said: tuple[Said, ...]


class PlacesTold(Told):
    """``role`` says what is said: ``tags`` of given words, ``fill`` for those of them that are hidden, ``next`` after
    each of them, or else a ``text``. ``between`` stands between two words. ``classes`` are all that can be said.
    """

    kind: Literal["places"] = "places"
    role: Literal["tags", "fill", "next", "text"]
    between: str
    places: tuple[Spot, ...]
    classes: tuple[str, ...]


def _fits(program: Program, answer: Answer) -> bool:
    """It has scores of classes for each place of a sequence."""
    return _aim(program, answer) is not None


def _tell(reply: Reply, answer: Answer) -> PlacesTold:
    """What is most probable at each place that counts, with alternatives."""
    aimed = _aim(reply.program, answer)
    assert aimed
    assert aimed.axis
    odds = odds_of(reply.program, answer.wire, reply.answers[answer.name], aimed.axis)[0]  # (places, classes)
    said = [most_probable(each, aimed.field.classes) for each in odds]
    return _told(reply.program, aimed, reply.batch, said)


def _right(program: Program, answer: Answer, sample: Batch) -> PlacesTold | None:
    """What stands in the data at each place that counts."""
    aimed = _aim(program, answer)
    assert aimed
    if aimed.field.name not in sample:
        return None
    labels = sample[aimed.field.name][0].tolist()
    names = aimed.field.classes
    said: list[tuple[Said, ...]] = [
        (Said(name=names[label], probability=1.0),) if label != aimed.ignored and 0 <= label < len(names) else ()
        for label in labels
    ]
    return _told(program, aimed, sample, said)


def _told(program: Program, aimed: Aim, batch: Batch, said: list[tuple[Said, ...]]) -> PlacesTold:
    words = _words(program, aimed)
    if words is None:
        places = tuple(Spot(word="", said=each) for each in said)
        return PlacesTold(role="text", between=_between(aimed.field), places=places, classes=aimed.field.classes)
    counts = _counting(program, aimed, words)
    row = batch[words.name][0]
    tokens = row[: filled(row, words.classes)].tolist()
    return PlacesTold(
        role=_role(aimed, words, counts),
        between=_between(words),
        places=tuple(
            Spot(word=_word(words, token), said=each if token not in counts or counts[token] else ())
            for token, each in zip(tokens, said, strict=False)  # none for what fills the row
        ),
        classes=aimed.field.classes,
    )


def _role(aimed: Aim, words: DataField, counts: dict[int, bool]) -> Literal["tags", "fill", "next"]:
    if words.classes != aimed.field.classes:
        return "tags"
    return "fill" if sum(counts.values()) == 1 and len(counts) > 1 else "next"


def _counting(program: Program, aimed: Aim, words: DataField) -> dict[int, bool]:
    """For each word of the validation part, whether the data ever say what would be right there."""
    samples = validation(program)
    tokens, targets = samples[words.name][:LOOKED_AT], samples[aimed.field.name][:LOOKED_AT]
    judged = set(tokens[targets != aimed.ignored].unique().tolist())
    return {token: token in judged for token in tokens.unique().tolist()}


def _words(program: Program, aimed: Aim) -> DataField | None:
    """The words that what is said stands beside."""
    fitting = [field for field in given_fields(program) if field.classes and field.shape == aimed.field.shape]
    return fitting[-1] if fitting and aimed.field.name else None


def _word(words: DataField, token: int) -> str:
    return words.classes[token] if 0 <= token < len(words.classes) else ""


def _between(field: DataField) -> str:
    return "" if all(len(word) <= 1 for word in field.classes) else " "


def _aim(program: Program, answer: Answer) -> Aim | None:
    aimed = aim(program, answer.wire)
    if aimed is None or not aimed.axis or len(aimed.field.shape) != 1:
        return None
    return aimed


ANSWER = AnswerKind(order=50, told=PlacesTold, fits=_fits, tell=_tell, right=_right)
