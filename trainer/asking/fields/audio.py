"""Sound: from a microphone, out of a file, or played on keys."""

from __future__ import annotations

from typing import Literal

from torch import Tensor

from trainer.asking.field import Asked, FieldKind, Subject
from trainer.asking.fields.parts.values import Values, as_values, of_values


class AudioAsked(Asked):
    """A sound of ``rate`` values a second; it lies between ``-loudest`` and ``loudest``."""

    kind: Literal["audio"] = "audio"
    rate: int
    loudest: float


def _sample(subject: Subject, given: list[float]) -> Tensor:
    value = of_values(subject, given)
    if not value.any():
        raise subject.refuse("a sound", "all of it is silence", "Make a noise, or look which microphone is heard.")
    return value


def _loudest(subject: Subject) -> float:
    return max(abs(subject.facts.low), abs(subject.facts.high), 1e-6)


FIELD = FieldKind(
    order=600,
    noun="a sound",
    asked=AudioAsked,
    given=Values,
    fits=lambda subject: bool(subject.field.rate) and len(subject.shape) in (1, 2) and not subject.field.classes,
    describe=lambda subject, may_read: {
        "rate": subject.field.rate,
        "loudest": _loudest(subject) if may_read else 1,
    },
    sample=_sample,
    told=as_values,
)
