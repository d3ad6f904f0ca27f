"""The same values in a new shape: there are as many as before."""

from __future__ import annotations

from math import prod

from builder.checker.advice import Advice, Trouble, said
from builder.drawing.document import Value
from builder.drawing.problems import Fix


def _hint(trouble: Trouble) -> Advice | None:
    if trouble.first is None:
        return None
    match trouble.type:
        case "Reshape":
            return _reshape(trouble)
        case "Unflatten":
            return _unflatten(trouble)
        case "Expand":
            return _expand(trouble)
        case "RepeatTensor":
            return _repeat(trouble)
    return None


def _reshape(trouble: Trouble) -> Advice | None:
    first, shape = trouble.first, trouble.params["shape"]
    assert first is not None
    values = first.per_sample
    if not isinstance(shape, tuple) or not values:
        return None
    if shape.count(-1) > 1:
        hint = "Only one of the numbers may be -1, the one that follows from the others."
        return Advice(hint=hint, fixes=_choices(trouble, shape, values))
    each = prod(size for size in shape[1:] if size != -1)
    if shape[0] != -1 and each == values and -1 not in shape[1:]:
        hint = f"The first number is the batch, whose size changes: -1 there fits each, {shape[0]} does not."
        return Advice(hint=hint, fixes=_choices(trouble, shape, values))
    hint = (
        f"Each sample of {first.label} has {values} values; {said(shape[1:]) or 'nothing'} after the batch takes "
        f"{each}{' times as many as needed' if -1 in shape[1:] else ''}. The first number is the batch: -1."
    )
    return Advice(hint=hint, fixes=_choices(trouble, shape, values))


def _choices(trouble: Trouble, shape: tuple[int, ...], values: int) -> tuple[Fix, ...]:
    """The same shape with one number that follows from the others, the batch left to -1."""
    rest = shape[1:]
    found: list[tuple[int, ...]] = [(-1, *rest)] if prod(rest) == values else []
    for place in range(len(rest)):
        others = prod(size for at, size in enumerate(rest) if at != place)
        if others > 0 and values % others == 0:
            found.append((-1, *rest[:place], values // others, *rest[place + 1 :]))
    found.append((-1, values))
    return tuple(trouble.set(shape=shape) for shape in dict.fromkeys(found))


def _unflatten(trouble: Trouble) -> Advice | None:
    first, sizes, axis = trouble.first, trouble.params["unflattened_size"], trouble.whole("dim")
    assert first is not None
    rank = len(first.small)
    if not isinstance(sizes, tuple) or axis is None or not -rank <= axis < rank:
        return None
    if axis % rank == 0:
        hint = "Axis 0 is the batch, whose size changes: split another one."
        return Advice(hint=hint, fixes=(trouble.set(dim=1),))
    total = first.small[axis]
    found: list[tuple[int, ...]] = []
    for place in range(len(sizes)):
        others = prod(size for at, size in enumerate(sizes) if at != place)
        if others > 0 and total % others == 0:
            found.append((*sizes[:place], total // others, *sizes[place + 1 :]))
    found.append((1, total))
    takes = prod(size for size in sizes if size != -1)
    words = f"Axis {axis} of {first.label} has {total} values; {said(sizes)} takes "
    words += f"a multiple of {takes}." if -1 in sizes else f"{takes}."
    return Advice(hint=words, fixes=tuple(trouble.set(unflattened_size=sizes) for sizes in dict.fromkeys(found)))


def _expand(trouble: Trouble) -> Advice | None:
    first, size = trouble.first, trouble.params["size"]
    assert first is not None
    if not isinstance(size, tuple):
        return None
    rank = len(first.small)
    if len(size) < rank:
        wanted: Value = (*[-1] * (rank - len(size)), *size)
        hint = f"{first.label} has {rank} axes: a size is given for each, and -1 leaves one as it is."
        return Advice(hint=hint, fixes=(trouble.set(size=wanted), trouble.set(size=(-1,) * rank)))
    tail = size[-rank:]
    wrong = [
        at for at, (new, old) in enumerate(zip(tail, first.small, strict=True)) if old != 1 and new not in (-1, old)
    ]
    if not wrong and -1 not in size[:-rank]:
        return None
    kept = tuple(-1 if at in wrong else new for at, new in enumerate(tail))
    hint = f"Only an axis of size 1 can be repeated; -1 leaves the others of {first.label} as they are."
    return Advice(hint=hint, fixes=(trouble.set(size=kept),))


def _repeat(trouble: Trouble) -> Advice | None:
    first, dims = trouble.first, trouble.params["dims"]
    assert first is not None
    if not isinstance(dims, tuple) or len(dims) >= len(first.small):
        return None
    wanted: Value = (*[1] * (len(first.small) - len(dims)), *dims)
    return Advice(
        hint=f"{first.label} has {len(first.small)} axes: say how many times along each, 1 leaves one as it is.",
        fixes=(trouble.set(dims=wanted),),
    )


HINT = _hint
