"""A place beyond the end of its axis: places are counted from 0, and -1 is the last one."""

from __future__ import annotations

from builder.checker.advice import Advice, Trouble, nearest


def _hint(trouble: Trouble) -> Advice | None:
    axis, first = trouble.whole("dim"), trouble.first
    if trouble.type == "TopKAccuracy":
        axis = 1
    if first is None or axis is None or not -len(first.small) <= axis < len(first.small):
        return None
    size = first.small[axis]
    index, k = trouble.whole("index"), trouble.whole("k")
    if trouble.type == "Select" and index is not None and not -size <= index < size:
        return Advice(
            hint=f"Axis {axis} of {first.label} has {size} places, 0 to {size - 1}; "
            f"there is no place {index}. -1 is the last one.",
            fixes=(trouble.set(index=-1), trouble.set(index=0)),
        )
    if trouble.type in ("TopK", "TopKAccuracy") and k is not None and k > size:
        return Advice(
            hint=f"Axis {axis} of {first.label} has {size} values: no {k} of them can be kept.",
            fixes=(trouble.set(k=size),),
        )
    parts = trouble.whole("parts")
    if trouble.type == "Unbind" and parts is not None and parts != size:
        return Advice(hint="", fixes=(trouble.set(parts=size),))
    chunks = trouble.whole("chunks")
    if trouble.type.startswith("Chunk") and chunks is not None:
        even = [many for many in range(2, size + 1) if -(-size // -(-size // many)) == many]
        return Advice(hint="", fixes=(trouble.set(chunks=nearest(chunks, even)),) if even else ())
    return None


HINT = _hint
