"""A text that was written token by token, whose hidden tokens were filled in, or that was read off a recording."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor

from builder.compiler.program import Answer, Batch, Program
from builder.kinds.dataset import DataField
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import Aim, aim, field_of
from trainer.asking.answers.parts.made import comes_in, sampler_of
from trainer.asking.answers.parts.odds import Said, most_probable, odds_of
from trainer.asking.answers.parts.once_more import Looked, looked, once_more
from trainer.asking.answers.parts.resting import rested_on
from trainer.asking.answers.parts.told import Part
from trainer.look.made import ends_at
from trainer.look.scene import Scene


class Hidden(Part):
    """What else might stand in a place that was hidden, before any of them was filled in, the most probable first."""

    place: int
    said: tuple[Said, ...]


class TextTold(Told):
    """Words, and for each whether it ``is_given`` or was written. ``between`` stands between two of them.

    ``looked`` is what the network looked at, where it attends.
    """

    kind: Literal["text"] = "text"
    words: tuple[str, ...]
    is_given: tuple[bool, ...]
    between: str
    hidden: tuple[Hidden, ...] = ()
    looked: Looked | None = None


def _fits(program: Program, answer: Answer) -> bool:
    """A sampler made it of scores of tokens, or it is tokens that a measure of texts judges."""
    return _scores(program, answer) is not None or _read(program, answer) is not None


def _tell(reply: Reply, answer: Answer) -> TextTold:
    """All that was given and written, up to the token that ends it."""
    program, tokens = reply.program, reply.answers[answer.name][0].to(torch.int64).cpu()
    if read := _read(program, answer):
        return _counted(program, read, tokens)
    aimed = _scores(program, answer)
    assert aimed
    told = _told(aimed.field, *_cut(program, answer, tokens, _given(reply, answer, tokens)))
    begun = _seen(reply, answer)
    found = once_more(reply, answer, tokens[: len(told.words)] if begun is None else begun)
    if found is None:
        return told
    hidden = () if begun is None else _hidden(reply, answer, aimed, found.scores, told)
    return told.model_copy(update={"hidden": hidden, "looked": looked(reply, answer, told.words, found)})


def _right(program: Program, answer: Answer, sample: Batch) -> TextTold | None:
    """What stands in the data: the whole text where a beginning was given, the hidden tokens, or the target."""
    if (read := _read(program, answer)) and read.field.name in sample:
        return _counted(program, read, sample[read.field.name][0])
    aimed = _scores(program, answer)
    if aimed is None or aimed.field.name not in sample:
        return None
    into = _into(program, answer)
    target = sample[aimed.field.name][0]
    kept = program.beginnings.get(into.name) if into else None
    more = into.shape[0] - len(target) if into and into.shape else 0  # a part of the same text may be one token shorter
    if into and into.classes == aimed.field.classes and (more == 0 or (kept is not None and more == 1)):
        seen = sample[into.name][0]
        if kept is not None:
            counted = (target != aimed.ignored).nonzero()
            seen = seen[: int(counted[-1]) + 1 + more] if len(counted) else seen  # what follows fills the row
            return _told(into, *_cut(program, answer, seen, _first(kept, len(seen))))
        hidden = target != aimed.ignored
        return _told(into, *_cut(program, answer, torch.where(hidden, target, seen), ~hidden))
    target = target[target != aimed.ignored]
    return _told(aimed.field, *_cut(program, answer, target, _first(0, len(target))))


def _told(field: DataField, tokens: Tensor, is_given: Tensor) -> TextTold:
    return TextTold(
        words=tuple(field.classes[token] if 0 <= token < len(field.classes) else "" for token in tokens.tolist()),
        is_given=tuple(is_given.tolist()),
        between="" if all(len(word) <= 1 for word in field.classes) else " ",
    )


def _given(reply: Reply, answer: Answer, tokens: Tensor) -> Tensor:
    """Which of the tokens were given: a beginning, or all that was not hidden."""
    program, into = reply.program, _into(reply.program, answer)
    if into and into.name in program.beginnings and into.name in reply.batch:
        return _first(reply.batch[into.name].shape[1], len(tokens))
    seen, mask = _seen(reply, answer), program.plan.found.params[answer.sampler].get("mask")
    return _first(0, len(tokens)) if seen is None else seen.ne(mask if isinstance(mask, int) else -1)


def _seen(reply: Reply, answer: Answer) -> Tensor | None:
    """The tokens of which some are hidden, as the network saw them; None where none are."""
    program, wire = reply.program, comes_in(reply.program, answer.sampler, "into")
    if wire is None or not isinstance(program.plan.found.params[answer.sampler].get("mask"), int):
        return None
    (seen,) = Scene(reply.state).between(rested_on(program, [wire], reply.batch), [wire])
    return seen[0].cpu()


def _hidden(reply: Reply, answer: Answer, aimed: Aim, scores: Tensor, told: TextTold) -> tuple[Hidden, ...]:
    """What else might stand in each hidden place."""
    wire = comes_in(reply.program, answer.sampler, "scores")
    if not aimed.axis or wire is None:
        return ()
    odds = odds_of(reply.program, wire, scores, aimed.axis)[0]
    return tuple(
        Hidden(place=place, said=most_probable(odds[place], aimed.field.classes))
        for place, is_given in enumerate(told.is_given)
        if not is_given
    )


def _cut(program: Program, answer: Answer, tokens: Tensor, is_given: Tensor) -> tuple[Tensor, Tensor]:
    """All before the token that ends the text."""
    many = ends_at(program, answer, tokens, is_given)
    return tokens[:many], is_given[:many]


def _first(many: int, of: int) -> Tensor:
    return torch.arange(of) < many


def _scores(program: Program, answer: Answer) -> Aim | None:
    """What the scores should be like of which a sampler makes tokens."""
    made = sampler_of(program, answer)
    wire = comes_in(program, made[0], "scores") if made else None
    aimed = aim(program, wire) if wire else None
    return aimed if aimed and aimed.field.classes and len(aimed.field.shape) <= 1 else None


def _read(program: Program, answer: Answer) -> Aim | None:
    """What tokens should be like that no sampler made, such as those of a CTC decoder."""
    aimed = None if answer.sampler else aim(program, answer.wire)
    is_text = aimed and "padding" in program.plan.found.params[aimed.judge]
    return aimed if aimed and is_text and aimed.field.classes and len(aimed.field.shape) == 1 else None


def _counted(program: Program, aimed: Aim, tokens: Tensor) -> TextTold:
    """The tokens that count for the judge."""
    padding = program.plan.found.params[aimed.judge]["padding"]
    kept = tokens[(tokens >= 0) & (tokens != padding)]
    return _told(aimed.field, kept, _first(0, len(kept)))


def _into(program: Program, answer: Answer) -> DataField | None:
    """The field that the sampler begins with, or looks at."""
    wire = comes_in(program, answer.sampler, "into")
    return field_of(program, wire) if wire else None


ANSWER = AnswerKind(order=20, told=TextTold, fits=_fits, tell=_tell, right=_right)
