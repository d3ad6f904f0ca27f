"""Numbers: a form with the name, the range and the unit of each; two of them are a point on a plane."""

from __future__ import annotations

from typing import Any, Literal

import torch
from pydantic import BaseModel, ConfigDict

from trainer.asking.field import Asked, FieldKind, Subject
from trainer.asking.fields.parts.values import Values, as_values, of_values, short

MOST_NUMBERS = 64
LOW, HIGH = 0.01, 0.99
POINTS = 400


class AskedNumber(BaseModel):
    """One number that a network takes: its name, and the range in which nearly all of what it learned from lies."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    low: float
    middle: float
    high: float


class Plot(BaseModel):
    """Points that the network learned from, each with the place of its class; none are told where there are none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    points: tuple[tuple[float, float], ...]
    labels: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()


class NumbersAsked(Asked):
    """Several numbers; ``plot`` shows what was learned from where they are two, and ``is_whole`` allows no parts."""

    kind: Literal["numbers"] = "numbers"
    numbers: tuple[AskedNumber, ...]
    is_whole: bool = False
    plot: Plot | None = None


def _fits(subject: Subject) -> bool:
    return len(subject.shape) <= 1 and 1 <= subject.many <= MOST_NUMBERS and not subject.field.classes


def _describe(subject: Subject, may_read: bool) -> dict[str, Any]:
    field, many = subject.field, subject.many
    places = (field.name,) if not subject.shape else tuple(f"{field.name}[{place}]" for place in range(many))
    names = field.columns if len(field.columns) == many else places
    is_whole = not field.dtype.is_floating_point
    if not may_read:
        none = tuple(AskedNumber(name=name, low=0, middle=0, high=0) for name in names)
        return {"numbers": none, "is_whole": is_whole}
    values = subject.some.reshape(-1, many).float()
    low, middle, high = torch.quantile(values, torch.tensor([LOW, 0.5, HIGH]), dim=0).tolist()
    numbers = tuple(
        AskedNumber(name=name, low=low[place], middle=middle[place], high=high[place])
        for place, name in enumerate(names)
    )
    return {"numbers": numbers, "is_whole": is_whole, "plot": _plot(subject) if many == 2 else None}


def _plot(subject: Subject) -> Plot:
    """Some of the points, with the class of each where the data name one."""
    points = tuple((short(x), short(y)) for x, y in subject.some[:POINTS].float().tolist())
    label = subject.label
    if label is None:
        return Plot(points=points)
    return Plot(points=points, labels=tuple(label.some[:POINTS].tolist()), classes=label.field.classes)


FIELD = FieldKind(
    order=900,
    noun="numbers",
    asked=NumbersAsked,
    given=Values,
    fits=_fits,
    describe=_describe,
    sample=of_values,
    told=as_values,
)
