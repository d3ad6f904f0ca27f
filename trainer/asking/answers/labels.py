"""Several labels at once: for each of them, how probable it is that it holds."""

from __future__ import annotations

from typing import Literal

import torch

from builder.compiler.choices import what_comes_in
from builder.compiler.program import Answer, Batch, Program
from builder.compiler.questions import Questions
from builder.compiler.signals import BENT, SAME, origin
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import field_of
from trainer.asking.answers.parts.one import one
from trainer.asking.answers.parts.told import numbers

HALF = 0.5


class LabelsTold(Told):
    """Shape: probabilities, holds (labels)."""

    kind: Literal["labels"] = "labels"
    names: tuple[str, ...]
    probabilities: tuple[float, ...]
    holds: tuple[bool, ...]


def _fits(program: Program, answer: Answer) -> bool:
    """It is judged label by label."""
    return _questions(program, answer) is not None


def _tell(reply: Reply, answer: Answer) -> LabelsTold:
    """How probable each label is; what is more probable than not is said to hold."""
    asked = _questions(reply.program, answer)
    assert asked
    probable = what_comes_in(reply.program.plan.found, answer.wire).probability(one(reply, answer))
    return LabelsTold(
        names=asked.names, probabilities=tuple(numbers(probable)), holds=tuple((probable > HALF).tolist())
    )


def _right(program: Program, answer: Answer, sample: Batch) -> LabelsTold | None:
    """The labels of the sample, where they stand in the data as ones and zeros, or as the one class that holds."""
    asked = _questions(program, answer)
    field = field_of(program, asked.target) if asked else None
    if asked is None or field is None or field.name not in sample:
        return None
    value, many = sample[field.name][0], len(asked.names)
    if field.shape == () and field.classes == asked.names:
        holds = torch.arange(many) == value
    elif field.shape == (many,):
        holds = value > 0
    else:
        return None
    return LabelsTold(names=asked.names, probabilities=tuple(numbers(holds.float())), holds=tuple(holds.tolist()))


def _questions(program: Program, answer: Answer) -> Questions | None:
    found = program.plan.found
    here = origin(found, answer.wire, SAME | BENT)
    fitting = (each for each in program.questions if origin(found, each.input, SAME | BENT) == here)
    return next((each for each in fitting if found.flows[answer.wire].small[1:] == (len(each.names),)), None)


ANSWER = AnswerKind(order=30, told=LabelsTold, fits=_fits, tell=_tell, right=_right)
