"""What a network takes from a hand, and a held-out sample that can be given instead."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from builder.compiler.program import Batch, Program
from builder.drawing.problems import Fix
from builder.kinds.dataset import rows_of
from trainer.asking.answers.parts.aim import with_picked
from trainer.asking.code import code_size
from trainer.asking.field import Subject
from trainer.asking.offers import sampler_offers
from trainer.asking.registry import AnyAsked, AnyTold, answer_kind, field_kind
from trainer.look.task import validation
from trainer.problems import TrainingProblem


class Asks(BaseModel):
    """Everything that a network takes, in the order of its drawing; ``why`` it can't be asked, where it can't.

    Where it ``draws``, chance takes part: with another seed it answers something else. ``answers`` says for each of
    them which fields it rests on: it is there once these are given. The network squeezes these into a ``code`` of so
    many numbers, where it is not 0. ``offers`` are samplers that would fit its drawing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: tuple[AnyAsked, ...] = ()
    answers: dict[str, tuple[str, ...]] = {}
    draws: bool = False
    code: int = 0
    offers: tuple[Fix, ...] = ()
    why: str = ""


class HeldOut(BaseModel):
    """A held-out sample: each field as if it had been given, and what would be right, as far as that is known.

    It is the one in this ``place``, from 0, ``of`` so many.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: int
    of: int
    fields: dict[str, Any]
    right: dict[str, AnyTold]


def subjects(program: Program) -> list[Subject]:
    """The fields of the data that the network is asked with, in the order of the drawing."""
    fields = {field.name: field for field in program.dataset.fields}
    return [Subject(program, fields[name]) for name in program.asks_for if name in fields]


def rests_on(program: Program) -> dict[str, tuple[str, ...]]:
    """The fields of the data that each answer rests on, by its name."""
    fields = {field.name for field in program.dataset.fields}
    return {answer.name: tuple(name for name in answer.fields if name in fields) for answer in program.told}


def asks(program: Program, *, may_read: bool = True) -> Asks:
    """How the network of a drawing is asked. What its data hold, as ranges are, is told where it ``may_read`` them.

    Raises:
        TrainingProblem: ``no_data``: they can't be read.
    """
    if not program.told:
        return Asks(why="This network has no Output, so there is nothing that it could answer.")
    told = tuple(field_kind(each).ask(each, may_read) for each in subjects(program))
    is_drawn = len(program.asks_for) > len(told) or any(answer.sampler for answer in program.told)
    offers = sampler_offers(program) if may_read else ()
    return Asks(fields=told, answers=rests_on(program), draws=is_drawn, code=code_size(program), offers=offers)


def held_out(program: Program, place: int) -> HeldOut:
    """A sample of the validation part.

    Raises:
        TrainingProblem: ``bad_input``: there is none in this place.
    """
    asked = subjects(program)
    if not asked:
        return HeldOut(place=0, of=0, fields={}, right={})
    samples = validation(program)
    many = rows_of(samples)
    if not 0 <= place < many:
        raise TrainingProblem(
            "bad_input", f"There are {many:,} held-out samples; {place} is none.", f"Ask for one from 0 to {many - 1}."
        )
    sample: Batch = {name: values[place : place + 1] for name, values in samples.items()}
    kinds = {answer.name: (answer, answer_kind(program, answer)) for answer in program.told}
    right = {
        name: kind.right(program, answer, with_picked(program, answer, sample))
        for name, (answer, kind) in kinds.items()
    }
    return HeldOut(
        place=place,
        of=many,
        fields={each.name: field_kind(each).told(each, sample[each.name][0]) for each in asked},
        right={name: told for name, told in right.items() if told},
    )
