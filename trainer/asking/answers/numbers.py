"""Numbers: whatever no other kind tells better, with their names where they have any."""

from __future__ import annotations

from typing import Literal

from builder.compiler.program import Answer, Batch, Program
from builder.kinds.dataset import DataField
from trainer.asking.answer import AnswerKind, Reply, Told, target_of


class NumbersTold(Told):
    """Values of the shape that one sample has; ``names`` are those of the last axis, where they have names."""

    kind: Literal["numbers"] = "numbers"
    shape: tuple[int, ...]
    values: tuple[float, ...]
    names: tuple[str, ...] = ()


def _names(field: DataField | None, shape: tuple[int, ...]) -> tuple[str, ...]:
    return field.columns if field and shape and len(field.columns) == shape[-1] else ()


def _tell(reply: Reply, answer: Answer) -> NumbersTold:
    value = reply.answers[answer.name][0]
    shape = tuple(value.shape)
    names = _names(target_of(reply.program, answer), shape)
    return NumbersTold(shape=shape, values=tuple(value.reshape(-1).tolist()), names=names)


def _right(program: Program, answer: Answer, sample: Batch) -> NumbersTold | None:
    field = target_of(program, answer)
    if field is None or field.classes:
        return None
    value = sample[field.name][0]
    return NumbersTold(shape=field.shape, values=tuple(value.reshape(-1).tolist()), names=_names(field, field.shape))


ANSWER = AnswerKind(order=1_000, told=NumbersTold, fits=lambda program, answer: True, tell=_tell, right=_right)
