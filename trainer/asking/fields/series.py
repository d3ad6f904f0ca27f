"""A series: values that follow each other in time, drawn as a curve for each channel."""

from __future__ import annotations

from typing import Any, Literal

from trainer.asking.field import Asked, FieldKind, Subject
from trainer.asking.fields.parts.values import Values, as_values, of_values


class SeriesAsked(Asked):
    """So many ``channels`` over so many ``steps`` of time, which are counted by ``time_axis`` of the shape.

    Nearly everything that was learned from lies between ``low`` and ``high``.
    """

    kind: Literal["series"] = "series"
    time_axis: int
    steps: int
    channels: tuple[str, ...]
    low: float
    high: float


def _describe(subject: Subject, may_read: bool) -> dict[str, Any]:
    axis, field = subject.field.time_axis or 0, subject.field
    many = subject.many // subject.shape[axis]
    names = field.columns if len(field.columns) == many else tuple(f"channel {place + 1}" for place in range(many))
    low, high = (subject.facts.low, subject.facts.high) if may_read else (-1.0, 1.0)
    return {
        "time_axis": axis,
        "steps": subject.shape[axis],
        "channels": names if many > 1 else (field.name,),
        "low": low,
        "high": high,
    }


def _fits(subject: Subject) -> bool:
    return subject.field.time_axis is not None and len(subject.shape) in (1, 2) and not subject.field.classes


FIELD = FieldKind(
    order=800,
    noun="a series of numbers",
    asked=SeriesAsked,
    given=Values,
    fits=_fits,
    describe=_describe,
    sample=of_values,
    told=as_values,
)
