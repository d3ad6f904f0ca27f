"""A mirror shows no more than there is; sizes of a padding come in pairs."""

from __future__ import annotations

from builder.checker.advice import Advice, Trouble
from builder.drawing.document import Value


def _hint(trouble: Trouble) -> Advice | None:
    first = trouble.first
    name = next((name for name in ("pad", "padding") if name in trouble.params), None)
    if first is None or name is None or "kernel_size" in trouble.params:
        return None
    pads = trouble.params[name]
    each = pads if isinstance(pads, tuple) else (pads,)
    numbers = [size for size in each if isinstance(size, int)]
    mirrors = "Reflection" in trouble.type or trouble.params.get("mode") == "reflect"
    least = min(first.small[2:], default=0)
    if mirrors and least and max(numbers, default=0) >= least:
        wanted: Value = tuple(min(size, least - 1) for size in numbers) if isinstance(pads, tuple) else least - 1
        hint = f"A mirror shows no more than there is: {least - 1} values at most where a side is {least}."
        return Advice(hint=hint, fixes=(trouble.set(**{name: wanted}),))
    if isinstance(pads, tuple) and len(pads) % 2:
        hint = "The sizes come in pairs, one for each end of an axis, the last axis first."
        return Advice(hint=hint, fixes=(trouble.set(**{name: (*pads, pads[-1])}), trouble.set(**{name: pads[:-1]})))
    mode = trouble.params.get("mode")
    if mode not in (None, "constant"):
        hint = f"Mode {mode} pads the axes of signals, images and volumes alone, not channels; constant pads any."
        return Advice(hint=hint, fixes=(trouble.set(mode="constant"),))
    return None


HINT = _hint
