"""A picture: one that is drawn, cleaned, mended, or read from a code; also bits that fill a square."""

from __future__ import annotations

import math
from typing import Literal

from torch import Tensor

from builder.checker.wiring import Wire
from builder.compiler.choices import what_comes_in
from builder.compiler.program import Answer, Batch, Program
from builder.compiler.signals import bounds
from builder.kinds.dataset import DataField
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import aim, field_of, given_fields, with_same_weights
from trainer.asking.answers.parts.made import comes_in, sampler_of
from trainer.asking.answers.parts.more import is_made, more
from trainer.asking.answers.parts.one import one, shape_of
from trainer.asking.answers.parts.strip import Stages, film_of
from trainer.asking.answers.parts.told import Shaded, shaded
from trainer.look.task import is_picture

FEWEST_FOR_SQUARE = 9
MORE = 8
MADE_LIKE = ("data", "into", "decoded")
"""Inputs of samplers, in the form of which they make samples."""
Look = Literal["ink", "light", "signed", "value"]


class PictureTold(Told):
    """``look`` says what large values are: ink, light, far from zero, or only large. Shape: values (1 or 3, H, W).

    ``is_chance`` says that each value is the probability of ink. Of what chance made, ``more`` is made by other chance.
    """

    kind: Literal["picture"] = "picture"
    values: Shaded
    look: Look
    is_chance: bool
    film: Stages | None = None
    more: Shaded | None = None


def _fits(program: Program, answer: Answer) -> bool:
    """It has rows and columns of one value or three, or as many values as a square that was given."""
    shape = shape_of(program, answer.wire)
    if len(shape) == 3:
        return is_picture(shape)
    like = _like(program, answer)
    return len(shape) == 1 and like is not None and like.shape == shape and _side(shape[0]) > 0 and not like.columns


def _tell(reply: Reply, answer: Answer) -> PictureTold:
    """The picture, in the scale of the data where it is like them, else between its own bounds or extremes."""
    program, values = reply.program, one(reply, answer).float()
    like = _like(program, answer)
    if _is_chance(program, answer):
        probable = what_comes_in(program.plan.found, answer.wire).probability(values)
        return _told(probable, (0.0, 1.0), "ink", is_chance=True)
    ends = bounds(program.plan.found, answer.wire)
    if like is None or not _is_in_its_scale(program, answer, like):
        told = _told(values, ends, "value")
    else:
        between = like.between if math.isinf(ends[0]) or math.isinf(ends[1]) else ends
        told = _told(values, between, _look(like))
    if not is_made(program, answer) or values.dim() == 1:
        return told
    others = shaded(more(reply, answer, MORE), told.values.low, told.values.high)
    return told.model_copy(update={"film": film_of(reply, answer), "more": others})


def _right(program: Program, answer: Answer, sample: Batch) -> PictureTold | None:
    """The picture of the sample that the answer is compared with."""
    aimed = aim(program, answer.wire)
    if aimed is None or aimed.field.classes or aimed.field.name not in sample:
        return None
    return _told(sample[aimed.field.name][0].float(), aimed.field.between, _look(aimed.field))


def _told(
    values: Tensor,
    between: tuple[float, float],
    look: Look,
    *,
    is_chance: bool = False,
) -> PictureTold:
    if values.dim() == 1:
        side = _side(len(values))
        values = values.reshape(1, side, side)
    elif values.dim() == 2:
        values = values.unsqueeze(0)
    low, high = between
    if look in ("ink", "light") and (math.isinf(low) or math.isinf(high)):
        low, high = 0.0, 1.0  # what pictures are kept in; what lies beyond is paper or ink too
    least, most = values.min().item(), values.max().item()
    low, high = least if math.isinf(low) else low, most if math.isinf(high) else high
    if look == "value" and low < 0 < high:
        look, high = "signed", max(-low, high)
        low = -high
    return PictureTold(values=shaded(values, low, high), look=look, is_chance=is_chance)


def _look(field: DataField) -> Look:
    """How samples of a field are seen."""
    if field.kind != "image" and field.between != (0, 1):
        return "value"
    return "light" if field.is_photo or (len(field.shape) == 3 and field.shape[0] > 1) else "ink"


def _is_in_its_scale(program: Program, answer: Answer, like: DataField) -> bool:
    """Whether values of the answer mean what those of a field do: by what judges it, made it, or bounds it."""
    aimed = aim(program, answer.wire)
    if aimed:
        return aimed.field == like and aimed.is_same
    like_it = with_same_weights(program, answer.wire)
    if sampler_of(program, answer):
        like_it = [wire for port in MADE_LIKE if (wire := comes_in(program, answer.sampler, port))]
    return any(_means(program, wire, like) for wire in (answer.wire, *like_it))


def _means(program: Program, wire: Wire, like: DataField) -> bool:
    """Whether a wire is the field itself, or is compared with it, or stays in its scale by itself."""
    aimed = aim(program, wire)
    is_compared = aimed is not None and aimed.field == like and aimed.is_same
    return is_compared or field_of(program, wire) == like or _is_bounded(program, wire, like)


def _is_bounded(program: Program, wire: Wire, like: DataField) -> bool:
    """Whether a wire stays in the scale of a picture by itself."""
    low, high = bounds(program.plan.found, wire)
    return like.kind == "image" and low >= max(0.0, like.between[0]) and high <= min(1.0, like.between[1])


def _is_chance(program: Program, answer: Answer) -> bool:
    """Whether each value is a score that is positive for ink: a loss reads it so, and no sigmoid stands before it."""
    aimed = aim(program, answer.wire)
    low, high = bounds(program.plan.found, answer.wire)
    return bool(aimed and aimed.reads == "score" and aimed.is_same and not (low >= 0 and high <= 1))


def _like(program: Program, answer: Answer) -> DataField | None:
    """The field that the answer looks like: what it is compared with, or else what is given in the same shape."""
    shape = shape_of(program, answer.wire)
    aimed = aim(program, answer.wire)
    if aimed and (aimed.field.name or aimed.field.kind == "image") and aimed.field.shape == shape:
        return aimed.field
    same = [field for field in (*given_fields(program), *program.dataset.fields) if field.shape == shape]
    return same[0] if same else None


def _side(many: int) -> int:
    """The side of the square that so many values fill; 0 where they fill none."""
    side = math.isqrt(many)
    return side if side * side == many and many >= FEWEST_FOR_SQUARE else 0


ANSWER = AnswerKind(order=60, told=PictureTold, fits=_fits, tell=_tell, right=_right)
