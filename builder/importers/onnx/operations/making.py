"""Tensors that are made rather than computed, and the kinds of numbers that they hold."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from builder.importers.onnx.call import Call, Operations
from builder.importers.onnx.values import (
    Filled,
    Unfit,
    Value,
    are_known,
    as_known,
    ints,
    is_open,
    known,
    limit,
    number,
    tensor,
)

FAMILY = Operations()

KINDS = {
    1: torch.float32,
    2: torch.uint8,
    3: torch.int8,
    5: torch.int16,
    6: torch.int32,
    7: torch.int64,
    9: torch.bool,
    10: torch.float16,
    11: torch.float64,
    14: torch.complex64,
    15: torch.complex128,
    16: torch.bfloat16,
}
"""The kinds of numbers, by ONNX's numbering."""

_PLAIN = {
    torch.float32: np.float32,
    torch.float64: np.float64,
    torch.float16: np.float16,
    torch.int32: np.int32,
    torch.int64: np.int64,
    torch.int16: np.int16,
    torch.int8: np.int8,
    torch.uint8: np.uint8,
    torch.bool: np.bool_,
}


def kind(place: int) -> torch.dtype:
    """A kind of number by ONNX's numbering.

    Raises:
        Unfit: torch computes with no such numbers.
    """
    if place not in KINDS:
        raise Unfit("torch has no such kind of numbers")
    return KINDS[place]


@FAMILY("Cast")
def cast(call: Call, x: Value) -> Value:
    """The same values as another kind of number."""
    return _as(x, kind(call.get("to", 1)))


@FAMILY("CastLike")
def cast_like(call: Call, x: Value, other: Value) -> Value:
    """The same values as the kind of number that another tensor holds."""
    return _as(x, tensor(other).dtype)


def _as(x: Value, dtype: torch.dtype) -> Value:
    if isinstance(x, Filled):
        return Filled(x.sizes, x.number, dtype)
    if not are_known((x,)) or dtype not in _PLAIN:
        return tensor(x).to(dtype)
    if any(map(is_open, known(x).flat)):
        if dtype.is_floating_point:
            return as_known(np.vectorize(torch.sym_float, otypes=[object])(known(x)))
        return x
    return known(x).astype(_PLAIN[dtype])


@FAMILY("ConstantOfShape")
def constant_of_shape(call: Call, wanted: Value) -> Value:
    """The same number everywhere."""
    value = call.get("value")
    item = np.float32(0) if value is None else value.ravel()[0]
    asked = tuple(ints(wanted))
    if item.dtype.kind == "i" and not any(map(is_open, asked)):
        limit(asked)
        return np.full(asked, item)
    return Filled(asked, item.item(), tensor(np.asarray(item)).dtype)


@FAMILY("Range")
def count_up(call: Call, start: Value, end: Value, step: Value) -> Value:
    """Numbers in equal steps."""
    ends = (number(start), number(end), number(step))
    if any(map(is_open, ends)):
        return torch.arange(*ends)
    limit((int(max(0, (ends[1] - ends[0]) / ends[2])),))
    made = np.arange(*ends)
    return made.astype(known(start).dtype) if known(start).dtype != object else made


@FAMILY("EyeLike")
def ones_on_the_diagonal(call: Call, x: Value) -> Tensor:
    """Ones on a diagonal, as large as another tensor."""
    like = tensor(x)
    dtype = kind(call.get("dtype")) if call.get("dtype") else like.dtype
    rows, columns = torch.arange(like.shape[0]).unsqueeze(1), torch.arange(like.shape[1])
    return torch.eq(columns - rows, call.get("k", 0)).to(dtype)
