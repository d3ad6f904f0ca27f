"""Values: any sample at all, number by number, where no other kind knows better."""

from __future__ import annotations

from typing import Literal

from trainer.asking.field import Asked, FieldKind
from trainer.asking.fields.parts.values import Values, as_values, of_values


class ValuesAsked(Asked):
    """Any values; ``low`` and ``high`` are what nearly all lie between."""

    kind: Literal["values"] = "values"
    low: float
    high: float


FIELD = FieldKind(
    order=1_000,
    noun="numbers",
    asked=ValuesAsked,
    given=Values,
    fits=lambda subject: True,
    describe=lambda subject, may_read: (
        {"low": subject.facts.low, "high": subject.facts.high} if may_read else {"low": 0, "high": 0}
    ),
    sample=of_values,
    told=as_values,
)
