"""Operations that lay values out anew, choose some of them, or put some together: bounds stay, axes move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import prod
from typing import Any

from builder.meaning.facts import Fact, Trait, either
from builder.meaning.operations.parts.call import Call, Describe, Shape, from_end

Moves = Callable[[int], int | None]
"""Where an axis, counted from 0, comes to stand; None where it does not stay one."""


def _moved(call: Call, moves: Moves) -> Fact:
    rank, after = len(call.shape), len(call.result)

    def kept(trait: Trait) -> Trait | None:
        if trait.axis is None:
            return trait
        place = moves(trait.axis + rank)
        return None if place is None else trait._replace(axis=place - after)

    fact = replace(call.fact, fields=frozenset().union(*(each.fields for each in call.facts)))
    return replace(fact, traits=frozenset(new for trait in call.fact.traits if (new := kept(trait))))


def _same(call: Call) -> Fact:
    return _moved(call, lambda axis: axis)


def _reshaped(call: Call) -> Fact:
    return _moved(call, lambda axis: _where(axis, call.shape, call.result))


def _where(axis: int, before: Shape, after: Shape) -> int | None:
    """The axis that has as many values before it and in it as this one."""
    ahead = prod(before[:axis])
    for place, size in enumerate(after):
        if size == before[axis] and prod(after[:place]) == ahead:
            return place
    return None


def _transposed(call: Call) -> Fact:
    rank = len(call.shape)
    first, second = (int(axis) % rank for axis in (call.arg(1, 0), call.arg(2, 1))) if rank else (0, 0)
    return _moved(call, lambda axis: {first: second, second: first}.get(axis, axis))


def _permuted(call: Call) -> Fact:
    order = [int(axis) % len(call.shape) for axis in call.args[1]]
    return _moved(call, order.index)


def _cut_along(place: int, default: int = 0) -> Describe:
    """The description of what takes a part of one axis, named by the argument in that place."""

    def described(call: Call) -> Fact:
        along = int(call.arg(place, default, "dim")) % max(len(call.shape), 1)
        same_rank = len(call.result) == len(call.shape)
        if same_rank and call.result == call.shape:
            return _same(call)
        fact = _moved(call, lambda axis: None if axis == along else axis if same_rank or axis < along else axis - 1)
        return replace(fact, traits=fact.traits - fact.keeping("affine"))  # the other part goes another way

    return described


def _cut_anywhere(call: Call) -> Fact:
    return _moved(call, lambda axis: None)


def _together(call: Call) -> Fact:
    """Several in one along an axis: what is true of each, but for sums along that axis."""
    along = from_end(int(call.arg(1, 0, "dim")), len(call.result))
    fact = either(call.facts)
    return replace(fact, traits=frozenset(trait for trait in fact.traits if trait.axis is None or trait.axis != along))


def _stacked(call: Call) -> Fact:
    fact = either(call.facts)
    return replace(fact, traits=frozenset(trait for trait in fact.traits if trait.axis is None))


def _filled_up(value: Callable[[Call], Any]) -> Describe:
    """The description of what puts a number into some places."""

    def described(call: Call) -> Fact:
        put = value(call)
        low, high = (put.low, put.high) if isinstance(put, Fact) else (float(put or 0), float(put or 0))
        fact = replace(call.fact, is_weight=False, traits=call.fact.keeping("dropped", "affine"))
        return fact.with_bounds(min(fact.low, low), max(fact.high, high))

    return described


def _looked_up(call: Call) -> Fact:
    return replace(call.fact, traits=frozenset(), fields=frozenset().union(*(each.fields for each in call.facts)),
                   is_weight=False, is_fixed=all(each.is_fixed for each in call.facts))  # fmt: skip


OPERATIONS: Mapping[str, Describe] = {
    **dict.fromkeys(("clone", "contiguous", "_to_copy", "detach", "alias", "to", "lift_fresh", "positive"), _same),
    **dict.fromkeys(("view", "_unsafe_view", "reshape", "squeeze", "unsqueeze", "flatten", "unflatten"), _reshaped),
    "t": _transposed,
    "transpose": _transposed,
    "permute": _permuted,
    "expand": lambda call: _moved(call, lambda axis: axis + len(call.result) - len(call.shape)),
    "repeat": _cut_anywhere,
    "slice": _cut_along(1),
    "select": _cut_along(1),
    "split": _cut_along(2),
    "unsafe_split": _cut_along(2),
    "split_with_sizes": _cut_along(2),
    "chunk": _cut_along(2),
    "unbind": _cut_along(1),
    "index_select": _cut_along(1),
    "narrow": _cut_along(1),
    **dict.fromkeys(("gather", "index", "as_strided", "unfold", "im2col", "pixel_shuffle"), _cut_anywhere),
    **dict.fromkeys(("flip", "roll"), _same),
    "embedding": _looked_up,
    "cat": _together,
    "stack": _stacked,
    "constant_pad_nd": _filled_up(lambda call: call.arg(2, 0, "value")),
    "masked_fill": _filled_up(lambda call: call.args[2]),
    "copy": lambda call: call.facts[1],
}
