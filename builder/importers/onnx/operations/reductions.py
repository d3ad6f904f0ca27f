"""Many values become one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from builder.importers.onnx.call import Call, Operations
from builder.importers.onnx.values import Value, are_known, as_known, integer, known, tensor

FAMILY = Operations()

Reduces = Callable[[Tensor, list[int], bool], Tensor]


def _product(x: Tensor, axes: list[int], keep: bool) -> Tensor:
    for axis in sorted((axis % x.dim() for axis in axes), reverse=True):
        x = torch.prod(x, axis, keepdim=keep)
    return x


_REDUCTIONS: dict[str, Reduces] = {
    "ReduceL1": lambda x, axes, keep: torch.sum(torch.abs(x), axes, keepdim=keep),
    "ReduceL2": lambda x, axes, keep: torch.linalg.vector_norm(x, 2, axes, keepdim=keep),
    "ReduceLogSum": lambda x, axes, keep: torch.log(torch.sum(x, axes, keepdim=keep)),
    "ReduceLogSumExp": lambda x, axes, keep: torch.logsumexp(x, axes, keepdim=keep),
    "ReduceMax": lambda x, axes, keep: torch.amax(x, axes, keepdim=keep),
    "ReduceMean": lambda x, axes, keep: torch.mean(x, axes, keepdim=keep),
    "ReduceMin": lambda x, axes, keep: torch.amin(x, axes, keepdim=keep),
    "ReduceProd": _product,
    "ReduceSum": lambda x, axes, keep: torch.sum(x, axes, keepdim=keep),
    "ReduceSumSquare": lambda x, axes, keep: torch.sum(torch.square(x), axes, keepdim=keep),
}
_KNOWN: dict[str, Any] = {"ReduceProd": np.prod, "ReduceSum": np.sum, "ReduceMax": np.max, "ReduceMin": np.min}


@FAMILY(*_REDUCTIONS)
def reduce(call: Call, x: Value, given: Value | None = None) -> Value:
    """Over some axes, or all of them where none are named."""
    axes, keep = call.axes(given), bool(call.get("keepdims", 1))
    if not axes and call.get("noop_with_empty_axes", 0):
        return x
    if are_known((x,)) and call.op in _KNOWN:
        return as_known(_KNOWN[call.op](known(x), axis=tuple(axes) if axes else None, keepdims=keep))
    values = tensor(x)
    return _REDUCTIONS[call.op](values, axes or list(range(values.dim())), keep)


@FAMILY("ArgMax", "ArgMin")
def place_of(call: Call, x: Value) -> Tensor:
    """Where the greatest or least value stands."""
    values, axis, keep = tensor(x), call.get("axis", 0), bool(call.get("keepdims", 1))
    find = torch.argmax if call.op == "ArgMax" else torch.argmin
    is_last = bool(call.get("select_last_index", 0))
    place = find(values.flip(axis) if is_last else values, axis, keepdim=keep)
    return torch.rsub(place, values.shape[axis] - 1) if is_last else place


@FAMILY("CumSum")
def running_sum(call: Call, x: Value, axis: Value) -> Tensor:
    """The sum of all values so far."""
    values, along = tensor(x), integer(axis)
    if call.get("reverse", 0):
        values = values.flip(along)
    total = torch.cumsum(values, along)
    if call.get("exclusive", 0):
        total = total - values
    return total.flip(along) if call.get("reverse", 0) else total


@FAMILY("TopK")
def greatest(call: Call, x: Value, many: Value | None = None) -> tuple[Tensor, Tensor]:
    """The greatest or least values, and where they stand."""
    count = call.get("k") if many is None else integer(many)
    largest, is_sorted = bool(call.get("largest", 1)), bool(call.get("sorted", 1))
    found = torch.topk(tensor(x), count, call.get("axis", -1), largest, is_sorted)
    return found[0], found[1]
