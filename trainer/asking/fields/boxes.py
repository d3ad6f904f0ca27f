"""Boxes, drawn over a picture."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import torch
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor

from trainer.asking.field import Asked, FieldKind, Subject
from trainer.asking.fields.parts.values import Values, of_values, short

Box = tuple[float, float, float, float]


class Boxes(BaseModel):
    """Boxes, each by the x and y of its centre, its width and its height, as shares of the picture."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    boxes: Annotated[list[Box], Field(max_length=10_000)]


Given = Boxes | Values


class BoxesAsked(Asked):
    """At most ``most`` boxes; ``over`` is the field with the picture."""

    kind: Literal["boxes"] = "boxes"
    most: int
    over: str


def _over(subject: Subject) -> str | None:
    return next((field.name for field in subject.program.dataset.fields if field.kind == "image"), None)


def _fits(subject: Subject) -> bool:
    field = subject.field
    is_list = field.box_axis == 1 and len(field.shape) == 2
    low, high = field.bounds
    return is_list and low == 0 and high == 1 and _over(subject) is not None


def _sample(subject: Subject, given: Given) -> Tensor:
    if not isinstance(given, Boxes):
        return of_values(subject, given)
    most = subject.shape[0]
    if len(given.boxes) > most:
        raise subject.refuse(f"at most {most} boxes", f"{len(given.boxes)} were given")
    if any(not 0 <= value <= 1 for box in given.boxes for value in box):
        raise subject.refuse("boxes as shares of the picture, from 0 to 1", "one reaches beyond it")
    value = torch.zeros(1, *subject.shape)
    for place, box in enumerate(given.boxes):
        value[0, place] = torch.tensor(box)
    return value.to(subject.field.dtype)


def _told(subject: Subject, value: Tensor) -> dict[str, Any]:
    """Boxes without those at the end that are not there, which are all 0."""
    boxes = [[short(each) for each in box] for box in value.tolist()]
    while boxes and not any(boxes[-1]):
        boxes.pop()
    return {"boxes": boxes}


FIELD = FieldKind(
    order=620,
    noun="boxes",
    asked=BoxesAsked,
    given=Given,
    fits=_fits,
    describe=lambda subject, may_read: {"most": subject.shape[0], "over": _over(subject)},
    sample=_sample,
    told=_told,
)
