"""Bits: cells that are on or off, to be tapped."""

from __future__ import annotations

import math
from typing import Any, Literal

from torch import Tensor

from trainer.asking.field import Asked, FieldKind, Subject
from trainer.asking.fields.parts.values import Values, as_values, of_values

MOST_BITS = 4_096


class BitsAsked(Asked):
    """Cells in ``rows`` of ``columns`` each, with the values ``off`` and ``on``; ``names`` are those of cells."""

    kind: Literal["bits"] = "bits"
    rows: int
    columns: int
    off: float
    on: float
    names: tuple[str, ...] = ()


def _fits(subject: Subject) -> bool:
    field = subject.field
    if field.classes or field.kind == "image" or not (1 <= len(subject.shape) <= 2 and subject.many <= MOST_BITS):
        return False
    return len(subject.facts.levels) == 2 and field.dtype.is_floating_point


def _describe(subject: Subject, may_read: bool) -> dict[str, Any]:
    off, on = subject.facts.levels
    rows, columns = subject.shape if len(subject.shape) == 2 else _laid(subject.many)
    names = subject.field.columns if len(subject.field.columns) == subject.many else ()
    return {"rows": rows, "columns": columns, "off": off, "on": on, "names": names}


def _laid(many: int) -> tuple[int, int]:
    """A row of cells as a square, where it fills one."""
    side = math.isqrt(many)
    return (side, side) if side * side == many and side > 2 else (1, many)


def _sample(subject: Subject, given: list[float]) -> Tensor:
    value = of_values(subject, given)
    off, on = subject.facts.levels
    if strange := [each for each in given if each not in (off, on)]:
        raise subject.refuse(f"{off:g} and {on:g} alone", f"{strange[0]:g} was given")
    return value


FIELD = FieldKind(
    order=700,
    noun="cells that are on or off",
    asked=BitsAsked,
    given=Values,
    fits=_fits,
    describe=_describe,
    sample=_sample,
    told=as_values,
)
