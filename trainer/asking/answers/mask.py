"""A choice for each pixel: what each place of the picture belongs to."""

from __future__ import annotations

from base64 import b64encode
from typing import Literal

import torch
from torch import Tensor

from builder.compiler.program import Answer, Batch, Program
from builder.samples.shades import as_bytes
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import Aim, aim
from trainer.asking.answers.parts.odds import odds_of
from trainer.asking.answers.parts.over import under

NO_CLASS = 255


class MaskTold(Told):
    """``data`` is the class of each pixel, a byte each in base64, 255 for none; ``sure`` how probable, 255 for certain.

    ``over`` is the given picture that the mask belongs to, empty where there is none.
    """

    kind: Literal["mask"] = "mask"
    classes: tuple[str, ...]
    height: int
    width: int
    data: str
    sure: str
    over: str


def _fits(program: Program, answer: Answer) -> bool:
    """It has scores of classes for each place of a picture."""
    aimed = aim(program, answer.wire)
    return bool(
        aimed
        and aimed.field.name
        and aimed.axis
        and len(aimed.field.shape) == 2
        and len(aimed.field.classes) < NO_CLASS
    )


def _tell(reply: Reply, answer: Answer) -> MaskTold:
    """The most probable class of each pixel."""
    aimed = aim(reply.program, answer.wire)
    assert aimed
    assert aimed.axis
    best = odds_of(reply.program, answer.wire, reply.answers[answer.name], aimed.axis)[0].max(-1)
    return _told(reply.program, aimed, best.indices, best.values)


def _right(program: Program, answer: Answer, sample: Batch) -> MaskTold | None:
    """The classes of the sample's pixels."""
    aimed = aim(program, answer.wire)
    assert aimed
    labels = sample[aimed.field.name][0]
    is_named = (labels >= 0) & (labels < len(aimed.field.classes))
    return _told(program, aimed, torch.where(is_named, labels, NO_CLASS), is_named.float())


def _told(program: Program, aimed: Aim, labels: Tensor, sure: Tensor) -> MaskTold:
    height, width = labels.shape
    return MaskTold(
        classes=aimed.field.classes,
        height=height,
        width=width,
        data=b64encode(as_bytes(labels)).decode(),
        sure=b64encode(as_bytes((sure * 255).round())).decode(),
        over=under(program, (height, width)),
    )


ANSWER = AnswerKind(order=48, told=MaskTold, fits=_fits, tell=_tell, right=_right)
