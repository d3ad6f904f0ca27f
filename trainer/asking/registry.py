"""Every kind of field and of answer, found by walking their folders."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from builder.compiler.program import Answer, Program
from builder.registry.walk import every, keyed
from trainer.asking.answer import AnswerKind, Told
from trainer.asking.field import Asked, FieldKind, Subject

FIELDS: Mapping[str, FieldKind] = keyed(
    sorted(every("trainer.asking.fields", "FIELD", FieldKind), key=lambda each: each.order), lambda each: each.key
)
ANSWERS: Mapping[str, AnswerKind] = keyed(
    sorted(every("trainer.asking.answers", "ANSWER", AnswerKind), key=lambda each: each.order), lambda each: each.key
)

if TYPE_CHECKING:
    AnyAsked = Asked
    AnyTold = Told
else:
    AnyAsked = Annotated[reduce(or_, [each.asked for each in FIELDS.values()]), Field(discriminator="kind")]
    AnyTold = Annotated[reduce(or_, [each.told for each in ANSWERS.values()]), Field(discriminator="kind")]


def field_kind(subject: Subject) -> FieldKind:
    """How a field is asked for: the last kind takes everything."""
    return next(kind for kind in FIELDS.values() if kind.fits(subject))


def answer_kind(program: Program, answer: Answer) -> AnswerKind:
    """How an answer is told: the last kind takes everything."""
    return next(kind for kind in ANSWERS.values() if kind.fits(program, answer))
