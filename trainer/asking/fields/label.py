"""A class: one of several that have names."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor

from trainer.asking.field import Asked, FieldKind, Subject
from trainer.asking.fields.parts.values import of_values


class ClassAsked(Asked):
    """One of ``classes``."""

    kind: Literal["class"] = "class"
    classes: tuple[str, ...]


Given = str | int | list[float]
"""The name of a class, or its number from 0."""


def _sample(subject: Subject, given: Given) -> Tensor:
    classes = subject.field.classes
    if isinstance(given, list):
        return of_values(subject, given)
    if isinstance(given, int):
        return of_values(subject, [given if 0 <= given < len(classes) else -1.0])
    if given not in classes:
        raise subject.refuse(f"one of {', '.join(classes[:MOST_NAMED])}", f"{given[:40]!r} was given")
    return subject.tensor([classes.index(given)])


def _told(subject: Subject, value: Tensor) -> str | int:
    place, classes = int(value), subject.field.classes
    return classes[place] if 0 <= place < len(classes) and classes.count(classes[place]) == 1 else place


MOST_NAMED = 24

FIELD = FieldKind(
    order=100,
    noun="the name of a class",
    asked=ClassAsked,
    given=Given,
    fits=lambda subject: bool(subject.field.classes) and subject.shape == () and subject.field.dtype == torch.int64,
    describe=lambda subject, may_read: {"classes": subject.field.classes},
    sample=_sample,
    told=_told,
)
