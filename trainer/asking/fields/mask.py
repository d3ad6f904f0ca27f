"""A mask: the class of each pixel, painted by hand."""

from __future__ import annotations

from typing import Literal

from trainer.asking.field import Asked, FieldKind, Subject
from trainer.asking.fields.parts.values import Values, as_values, of_values


class MaskAsked(Asked):
    """For each pixel one of ``classes``; ``over`` is the field with the picture that it belongs to, if there is one."""

    kind: Literal["mask"] = "mask"
    classes: tuple[str, ...]
    over: str | None = None


def _over(subject: Subject) -> str | None:
    fits = (field for field in subject.program.dataset.fields if field.kind == "image")
    return next((field.name for field in fits if field.shape[-2:] == subject.shape), None)


FIELD = FieldKind(
    order=300,
    noun="the class of each pixel",
    asked=MaskAsked,
    given=Values,
    fits=lambda subject: bool(subject.field.classes) and len(subject.shape) == 2 and subject.field.bounds[0] >= 0,
    describe=lambda subject, may_read: {"classes": subject.field.classes, "over": _over(subject)},
    sample=of_values,
    told=as_values,
)
