"""Many values of which nothing more is known: a picture of their sizes, with its scale."""

from __future__ import annotations

from typing import Literal

from torch import Tensor

from builder.compiler.program import Answer, Batch, Program
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import aim
from trainer.asking.answers.parts.one import one
from trainer.asking.answers.parts.told import Shaded, shaded

MOST = 65_536
WIDEST = 64


class ValuesTold(Told):
    """``shape`` is that of the answer, ``left`` how many of its values are not shown. Shape: values (H, W)."""

    kind: Literal["values"] = "values"
    shape: tuple[int, ...]
    values: Shaded
    left: int
    meaning: str


def _fits(program: Program, answer: Answer) -> bool:
    """Whatever it is."""
    return True


def _tell(reply: Reply, answer: Answer) -> ValuesTold:
    """The values, row by row."""
    return _told(reply.program, answer, one(reply, answer))


def _right(program: Program, answer: Answer, sample: Batch) -> ValuesTold | None:
    """The values that it is compared with, where they are of the same shape."""
    aimed = aim(program, answer.wire)
    if aimed is None or aimed.field.classes or not aimed.is_same or aimed.field.name not in sample:
        return None
    return _told(program, answer, sample[aimed.field.name][0])


def _told(program: Program, answer: Answer, values: Tensor) -> ValuesTold:
    flat = values.float()
    rows = flat.reshape(-1, flat.shape[-1]) if flat.dim() > 1 else _in_rows(flat.reshape(-1))
    shown = rows[: max(1, MOST // rows.shape[1])]
    low, high = shown.min().item(), shown.max().item()
    if low < 0 < high:
        high = max(-low, high)
        low = -high
    aimed = aim(program, answer.wire)
    return ValuesTold(
        shape=tuple(values.shape),
        values=shaded(shown, low, high),
        left=rows.numel() - shown.numel(),
        meaning=aimed.field.help if aimed and aimed.is_same else "",
    )


def _in_rows(values: Tensor) -> Tensor:
    """A long row in several ones, where they come out even."""
    many = len(values)
    width = next((width for width in range(min(WIDEST, many), 0, -1) if many % width == 0), many)
    return values.reshape(-1, width if width >= WIDEST // 4 else many)


ANSWER = AnswerKind(order=200, told=ValuesTold, fits=_fits, tell=_tell, right=_right)
