"""What flows between the operations of an ONNX model: tensors, weights, and what is known beforehand.

Sizes and other small facts stay plain numbers (arrays of Python integers, some of which may be the open batch
size), so that a new shape follows from the input and holds for every batch.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

Known = np.ndarray[Any, np.dtype[Any]]

MAX_KNOWN = 1 << 26
"""How many values may be computed beforehand; more is no network but a trap."""


class Unfit(ValueError):
    """An operation can't be imported; the message says why, in words, and ``hint`` what to try."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Weight:
    """A learned or fixed tensor of the model, and its values as the file holds them."""

    tensor: Tensor
    values: Known


@dataclass(frozen=True)
class Filled:
    """A tensor with the same number everywhere, whose sizes may be open."""

    sizes: tuple[Any, ...]
    number: Any
    dtype: torch.dtype


Value = Tensor | Weight | Filled | Known


def known(value: Value) -> Known:
    """What is known of a value before anything flows.

    Raises:
        Unfit: it depends on what flows in.
    """
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, Weight):
        return value.values
    if isinstance(value, Filled) and all(isinstance(size, int) for size in value.sizes):
        limit(value.sizes)
        return np.full(value.sizes, value.number)
    raise Unfit("a shape or setting of it depends on the values that flow in")


def ints(value: Value) -> list[Any]:
    """Known whole numbers, some of which may be the open batch size."""
    return [int(item) if isinstance(item, np.integer | float | bool) else item for item in known(value).ravel()]


def integer(value: Value) -> Any:
    """One known whole number."""
    return ints(value)[0]


def number(value: Value) -> Any:
    """One known number as Python holds it."""
    item = known(value).ravel()[0]
    return item.item() if isinstance(item, np.generic) else item


def sizes(items: Iterable[Any]) -> Known:
    """Sizes as a known value; each may be the open batch size."""
    listed = list(items)
    made = np.empty(len(listed), dtype=object)
    for place, item in enumerate(listed):
        made[place] = item
    return made


def tensor(value: Value) -> Tensor:
    """Any value as a tensor."""
    if isinstance(value, Tensor):
        return value
    if isinstance(value, Weight):
        return value.tensor
    if isinstance(value, Filled):
        return torch.full(value.sizes, value.number, dtype=value.dtype)
    if value.dtype != object:
        return torch.tensor(value)
    if all(isinstance(item, int | np.integer) for item in value.flat):
        return torch.tensor(value.astype(np.int64))
    parts = [torch.scalar_tensor(item, dtype=_kind_of(item)) for item in value.flat]
    return torch.stack(parts).reshape(value.shape)


def operand(value: Value, rank: int) -> Any:
    """A value beside a tensor of so many axes: a plain number where it is one, else a tensor."""
    if isinstance(value, np.ndarray) and value.size == 1 and value.ndim <= rank:
        return number(value)
    return tensor(value)


def shape_of(value: Value) -> tuple[Any, ...]:
    """The sizes of a value."""
    if isinstance(value, Tensor):
        return tuple(value.shape)
    return value.sizes if isinstance(value, Filled) else known(value).shape


def rank_of(value: Value) -> int:
    """How many axes a value has."""
    return len(shape_of(value))


def are_known(values: Sequence[Value | None]) -> bool:
    """Whether all that is given is known as plain numbers."""
    return all(value is None or isinstance(value, np.ndarray) for value in values)


def either(on_numbers: Callable[..., Any], on_tensors: Callable[..., Any]) -> Callable[..., Known | Tensor]:
    """An operation on two values: on numbers while both are known, else on tensors."""

    def compute(_: Any, left: Value, right: Value) -> Known | Tensor:
        if are_known((left, right)):
            return as_known(on_numbers(left, right))
        rank = max(rank_of(left), rank_of(right))
        answer: Tensor = on_tensors(operand(left, rank), operand(right, rank))
        return answer

    return compute


def as_known(value: Any) -> Known:
    """What numpy gives as an array, also where it is a single number."""
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, np.generic):
        return np.asarray(value)
    made = np.empty((), dtype=object)
    made[()] = value
    return made


def is_open(size: object) -> bool:
    """Whether a size is the open batch size, or follows from it."""
    return isinstance(size, torch.SymInt)


def limit(shape: Iterable[Any]) -> None:
    """Refuse to compute something huge beforehand.

    Raises:
        Unfit: there would be more values than a network has use for.
    """
    listed = list(shape)
    if all(isinstance(size, int) for size in listed) and math.prod(listed) > MAX_KNOWN:
        raise Unfit(f"it would make {math.prod(listed):,} values; at most {MAX_KNOWN:,} are made")


def _kind_of(item: Any) -> torch.dtype:
    return torch.float32 if isinstance(item, float | torch.SymFloat) else torch.int64
