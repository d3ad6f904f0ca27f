"""A number for each place of a picture that is no picture itself: depth, height, heat."""

from __future__ import annotations

import math
from typing import Literal

from torch import Tensor

from builder.compiler.program import Answer, Batch, Program
from builder.kinds.dataset import DataField
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import aim
from trainer.asking.answers.parts.over import under
from trainer.asking.answers.parts.told import Shaded, shaded


class HeatTold(Told):
    """``meaning`` says what the values are. ``over`` is the given picture below, if there is one. Shape: (H, W)."""

    kind: Literal["heat"] = "heat"
    name: str
    meaning: str
    values: Shaded
    over: str


def _fits(program: Program, answer: Answer) -> bool:
    """It should be like a field that has a number for each place of the picture that is given."""
    return _field(program, answer) is not None


def _tell(reply: Reply, answer: Answer) -> HeatTold:
    """The values; between the bounds of the field where they are known and reached, so that colours can be compared."""
    field = _field(reply.program, answer)
    assert field
    return _told(reply.program, field, reply.answers[answer.name][0])


def _right(program: Program, answer: Answer, sample: Batch) -> HeatTold | None:
    """The values of the sample."""
    field = _field(program, answer)
    assert field
    return _told(program, field, sample[field.name][0])


def _told(program: Program, field: DataField, values: Tensor) -> HeatTold:
    flat = values.reshape(values.shape[-2:]).float()
    low, high = field.between
    low = min(low, flat.min().item()) if math.isfinite(low) else flat.min().item()
    high = max(high, flat.max().item()) if math.isfinite(high) else flat.max().item()
    height, width = flat.shape
    return HeatTold(
        name=field.name,
        meaning=field.help,
        values=shaded(flat, low, high),
        over=under(program, (height, width)),
    )


def _field(program: Program, answer: Answer) -> DataField | None:
    aimed = aim(program, answer.wire)
    if aimed is None or not aimed.field.name or not aimed.is_same:
        return None
    if aimed.field.classes or aimed.field.kind == "image":
        return None
    shape = aimed.field.shape
    is_flat = len(shape) == 2 or (len(shape) == 3 and shape[0] == 1)
    height, width = shape[-2:] if is_flat else (0, 0)
    return aimed.field if is_flat and under(program, (height, width)) else None


ANSWER = AnswerKind(order=55, told=HeatTold, fits=_fits, tell=_tell, right=_right)
