"""A kernel fits into what it slides over, with the padding around it."""

from __future__ import annotations

from collections.abc import Sequence

from builder.checker.advice import Advice, Trouble
from builder.drawing.document import Value


def _hint(trouble: Trouble) -> Advice | None:
    first = trouble.first
    if first is None or "kernel_size" not in trouble.params or len(first.small) < 3:
        return None
    sides = first.small[2:]
    kernel = _each(trouble.params["kernel_size"], len(sides))
    if kernel is None:
        return None
    return _padding(trouble, kernel) or _stride(trouble) or _size(trouble, sides, kernel)


def _each(value: Value, many: int) -> list[int] | None:
    """A size for each side."""
    if isinstance(value, tuple):
        return list(value) if len(value) == many else [value[0]] * many if len(value) == 1 else None
    return [value] * many if isinstance(value, int) and not isinstance(value, bool) else None


def _size(trouble: Trouble, sides: Sequence[int], kernel: list[int]) -> Advice | None:
    padding = _each(trouble.params.get("padding", 0), len(sides)) or [0] * len(sides)
    dilation = _each(trouble.params.get("dilation", 1), len(sides)) or [1] * len(sides)
    if trouble.type.startswith("ConvTranspose"):
        return _nothing_left(trouble, padding)
    rooms = [side + 2 * pad for side, pad in zip(sides, padding, strict=True)]
    spans = [wide * (size - 1) + 1 for wide, size in zip(dilation, kernel, strict=True)]
    if all(span <= room for span, room in zip(spans, rooms, strict=True)):
        return None
    fits = [min(size, (room - 1) // wide + 1) for size, room, wide in zip(kernel, rooms, dilation, strict=True)]
    what = "signal" if len(sides) == 1 else "image" if len(sides) == 2 else "volume"
    size = " x ".join(map(str, sides))
    words = f"The {what} is {size} here, smaller than the kernel of {_words(kernel)}"
    if spans != kernel:
        words += f", which reaches over {_words(spans)} with its dilation"
    one = len(set(fits)) == 1 and isinstance(trouble.params["kernel_size"], int)
    fixes = [trouble.set(kernel_size=fits[0] if one else tuple(fits))]
    if len(set(spans)) == 1 and "padding" in trouble.params and "Pool" not in trouble.type:
        fixes.append(trouble.set(padding=spans[0] // 2))
    if spans != kernel:
        fixes.insert(0, trouble.set(dilation=1))
    return Advice(hint=f"{words}: make the kernel smaller or add padding.", fixes=tuple(fixes))


def _words(sizes: list[int]) -> str:
    return str(sizes[0]) if len(set(sizes)) == 1 else " x ".join(map(str, sizes))


def _padding(trouble: Trouble, kernel: list[int]) -> Advice | None:
    """A pool pads by half of its kernel at most."""
    padding = _each(trouble.params.get("padding", 0), len(kernel))
    if "Pool" not in trouble.type or padding is None:
        return None
    if all(2 * pad <= size for pad, size in zip(padding, kernel, strict=True)):
        return None
    most = min(kernel) // 2
    return Advice(
        hint=f"A pool pads by half of its kernel at most: by {most} where the kernel is {_words(kernel)}, "
        f"not by {_words(padding)}.",
        fixes=(trouble.set(padding=most),),
    )


def _stride(trouble: Trouble) -> Advice | None:
    """What keeps its size can't make steps."""
    stride = trouble.params.get("stride")
    if trouble.params.get("padding") != "same" or stride in (1, None) or set(_each(stride, 1) or ()) == {1}:
        return None
    return Advice(
        hint='padding "same" keeps the size, which a stride of more than 1 can\'t: choose one of them.',
        fixes=(trouble.set(stride=1), trouble.set(padding=1)),
    )


def _nothing_left(trouble: Trouble, padding: list[int]) -> Advice | None:
    stride = _each(trouble.params.get("stride", 1), len(padding)) or [1]
    more = _each(trouble.params.get("output_padding", 0), len(padding)) or [0]
    if any(extra and extra >= step for extra, step in zip(more, stride, strict=False)):
        return Advice(
            hint=f"output_padding is smaller than the stride: below {min(stride)}, not {_words(more)}.",
            fixes=(trouble.set(output_padding=0),),
        )
    if not any(padding):
        return None
    return Advice(
        hint=f"The padding of {_words(padding)} is cut off what comes out, and nothing is left of it.",
        fixes=(trouble.set(padding=0),),
    )


HINT = _hint
