"""One value has no spread: it can't be brought to mean 0 and variance 1."""

from __future__ import annotations

from math import prod

from builder.checker.advice import Advice, Trouble, bypass


def _hint(trouble: Trouble) -> Advice | None:
    first = trouble.first
    if first is None:
        return None
    if trouble.type.startswith("InstanceNorm") and prod(first.small[2:]) == 1:
        return Advice(
            hint=f"Each channel of {first.label} is one value here: its mean is itself, so nothing would be left of "
            "it. Put the layer where images are still larger, or take it out; a LayerNorm looks at all channels.",
            fixes=(bypass(trouble.found, trouble.id),),
        )
    if trouble.type == "GroupNorm" and prod(first.small[1:]) == trouble.whole("num_groups"):
        return Advice(
            hint=f"Each group of {first.label} is one value here: its mean is itself, so nothing would be left of it. "
            "Fewer groups hold more values each.",
            fixes=(trouble.set(num_groups=1), bypass(trouble.found, trouble.id)),
        )
    return None


HINT = _hint
