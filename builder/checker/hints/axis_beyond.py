"""An axis that is not there: they are counted from 0, and -1 is the last one."""

from __future__ import annotations

from builder.checker.advice import Advice, Trouble, said
from builder.drawing.document import Value

NAMES = ("dim", "dim0", "dim1", "dims", "start_dim", "end_dim")
NEW_AXIS = ("Unsqueeze", "Stack")
NOT_AXES = ("RepeatTensor", "TimeEmbedding")
"""Their ``dims`` is a number for each axis, not the place of one; or is no axis at all."""


def _hint(trouble: Trouble) -> Advice | None:
    first = trouble.first
    if first is None or trouble.type in NOT_AXES:
        return None
    rank = len(first.small) + (trouble.type in NEW_AXIS)
    for name in NAMES:
        value = trouble.params.get(name)
        wrong = [axis for axis in _axes(value) if not -rank <= axis < rank]
        if wrong:
            words = f"{first.label} has no axis {wrong[0]}: its axes are 0 to {rank - 1}, and -1 is the last one."
            kept = tuple(axis if axis not in wrong else -1 for axis in _axes(value))
            last: Value = kept if isinstance(value, tuple) else -1
            others = [set for other in (1, -2) if (set := _otherwise(value, wrong, other)) is not None]
            fixes = (trouble.set(**{name: last}), *(trouble.set(**{name: other}) for other in others))
            return Advice(hint=words, fixes=fixes)
    return _order(trouble, rank)


def _otherwise(value: Value, wrong: list[int], other: int) -> Value:
    return tuple(axis if axis not in wrong else other for axis in value) if isinstance(value, tuple) else other


def _axes(value: Value) -> tuple[int, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, int) and not isinstance(value, bool) else ()


def _order(trouble: Trouble, rank: int) -> Advice | None:
    """A new order names each axis once."""
    dims = trouble.params.get("dims")
    first = trouble.first
    if trouble.type != "Permute" or not isinstance(dims, tuple) or first is None:
        return None
    places = [axis % rank for axis in dims]
    if sorted(places) == list(range(rank)):
        return None
    missing = [axis for axis in range(rank) if axis not in places]
    whole = (*dict.fromkeys(places), *missing)
    return Advice(
        hint=f"The new order names each of the {rank} axes of {first.label} once, such as {said(whole)}; "
        f"{said(dims)} does not.",
        fixes=(trouble.set(dims=whole),),
    )


HINT = _hint
