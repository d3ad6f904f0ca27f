"""A few numbers, each with its name and where it lies among those that the network learned from."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor

from builder.compiler.program import Answer, Batch, Program
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import Aim, aim
from trainer.asking.answers.parts.one import one, shape_of
from trainer.asking.answers.parts.told import Part, number
from trainer.run.prepared import data_of
from trainer.step.device import CPU

MOST = 64
LOOKED_AT = 100_000
LOW, HIGH = 0.01, 0.99


class Range(Part):
    """In which nearly all that was learned from lies, and its middle."""

    low: float
    middle: float
    high: float


class NumbersTold(Told):
    """Numbers by their names. ``ranges`` are those of the columns that they should be like, in the training part.

    Without such columns, or where they may not be read, there are none. ``meaning`` says what the numbers are and in
    which unit; it is empty where the data don't say.
    """

    kind: Literal["numbers"] = "numbers"
    names: tuple[str, ...]
    values: tuple[float, ...]
    ranges: tuple[Range, ...] = ()
    meaning: str = ""


def _fits(program: Program, answer: Answer) -> bool:
    """There are few."""
    return torch.Size(shape_of(program, answer.wire)).numel() <= MOST


def _tell(reply: Reply, answer: Answer) -> NumbersTold:
    """The numbers, named for the columns that they should be like, or else for their places."""
    aimed = _aim(reply.program, answer)
    ranges = _ranges(reply.program, aimed) if aimed and aimed.field.name and reply.may_read else ()
    return _told(answer, aimed, one(reply, answer), ranges)


def _right(program: Program, answer: Answer, sample: Batch) -> NumbersTold | None:
    """The numbers of the sample."""
    aimed = _aim(program, answer)
    return _told(answer, aimed, sample[aimed.field.name][0], ()) if aimed and aimed.field.name in sample else None


def _told(answer: Answer, aimed: Aim | None, values: Tensor, ranges: tuple[Range, ...]) -> NumbersTold:
    flat = tuple(values.float().reshape(-1).tolist())
    meaning = aimed.field.help if aimed else ""
    return NumbersTold(names=_names(answer, aimed, len(flat)), values=flat, ranges=ranges, meaning=meaning)


def _names(answer: Answer, aimed: Aim | None, many: int) -> tuple[str, ...]:
    if aimed and len(aimed.field.columns) == many:
        return aimed.field.columns
    name = (aimed and aimed.field.name) or answer.name
    return (name,) if many == 1 else tuple(f"{name}[{place}]" for place in range(many))


def _aim(program: Program, answer: Answer) -> Aim | None:
    """What the numbers should be, where they are of the same measure and shape."""
    aimed = aim(program, answer.wire)
    if aimed is None or not aimed.is_same or aimed.field.classes:
        return None
    return aimed if aimed.field.shape == shape_of(program, answer.wire) else None


def _ranges(program: Program, aimed: Aim) -> tuple[Range, ...]:
    learned = data_of(program, CPU)[0][aimed.field.name][:LOOKED_AT].float().flatten(1)
    low, middle, high = torch.quantile(learned, torch.tensor([LOW, 0.5, HIGH]), dim=0).tolist()
    return tuple(
        Range(low=number(a), middle=number(b), high=number(c)) for a, b, c in zip(low, middle, high, strict=True)
    )


ANSWER = AnswerKind(order=100, told=NumbersTold, fits=_fits, tell=_tell, right=_right)
