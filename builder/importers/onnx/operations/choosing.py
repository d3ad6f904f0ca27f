"""Parts of tensors, and tensors made of parts."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from builder.importers.onnx.call import Call, Operations
from builder.importers.onnx.values import (
    Unfit,
    Value,
    Weight,
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


@FAMILY.layer("Gather", reads=1)
def make_embedding(call: Call, table: Weight) -> nn.Module | None:
    """Embedding: rows of a table."""
    if table.values.ndim != 2 or call.get("axis", 0) != 0 or table.values.dtype.kind != "f":
        return None
    with torch.device("meta"):
        made = nn.Embedding(*table.values.shape)
    made.weight = table.tensor
    return made


@FAMILY("Gather")
def gather(call: Call, x: Value, places: Value) -> Value:
    """What stands at some places of an axis."""
    axis = call.get("axis", 0)
    if are_known((x, places)):
        return as_known(np.take(known(x), ints_array(places), axis=axis))
    if isinstance(x, np.ndarray) and x.ndim == 1 and not isinstance(places, np.ndarray):
        x = tensor(x)
    if call.layer is not None and not isinstance(places, np.ndarray):
        answer: Tensor = call.layer(tensor(places))
        return answer
    values = tensor(x)
    if isinstance(places, np.ndarray) and places.ndim == 0:
        return values.select(axis, number(places))
    index = tensor(places)
    if index.dim() == 1 and isinstance(places, np.ndarray) and min(ints(places), default=0) >= 0:
        return torch.index_select(values, axis, index)
    return values[(slice(None),) * (axis % values.dim()) + (index,)]


def ints_array(value: Value) -> Any:
    """Known whole numbers in the shape that they have."""
    return known(value).astype(np.int64)


@FAMILY("GatherElements")
def gather_elements(call: Call, x: Value, places: Value) -> Tensor:
    """For each place, what stands at another place of the same axis."""
    values, index, axis = tensor(x), tensor(places), call.get("axis", 0)
    return torch.gather(values, axis, torch.where(index < 0, index + values.shape[axis], index))


@FAMILY("GatherND")
def gather_nd(call: Call, x: Value, places: Value) -> Tensor:
    """What stands at places named by several axes at once."""
    if call.get("batch_dims", 0):
        raise Unfit("it looks up places sample by sample (batch_dims)")
    return tensor(x)[tensor(places).unbind(-1)]


@FAMILY("ScatterND")
def scatter_nd(call: Call, x: Value, places: Value, updates: Value) -> Tensor:
    """A tensor with other values at some places."""
    kind = call.text("reduction", "none")
    if kind not in ("none", "add"):
        raise Unfit(f"it joins values by {kind}")
    return tensor(x).index_put(tensor(places).unbind(-1), tensor(updates), accumulate=kind == "add")


@FAMILY("ScatterElements", "Scatter")
def scatter_elements(call: Call, x: Value, places: Value, updates: Value) -> Tensor:
    """A tensor with other values at some places of an axis."""
    values, index, axis = tensor(x), tensor(places), call.get("axis", 0)
    index = torch.where(index < 0, index + values.shape[axis], index)
    kind = call.text("reduction", "none")
    if kind == "none":
        return torch.scatter(values, axis, index, tensor(updates))
    names = {"add": "sum", "mul": "prod", "max": "amax", "min": "amin"}
    return torch.scatter_reduce(values, axis, index, tensor(updates), names[kind])


@FAMILY("Slice")
def cut(
    call: Call,
    x: Value,
    starts: Value | None = None,
    ends: Value | None = None,
    given: Value | None = None,
    steps: Value | None = None,
) -> Value:
    """From somewhere to somewhere, along some axes."""
    first = list(call.get("starts", ())) if starts is None else ints(starts)
    last = list(call.get("ends", ())) if ends is None else ints(ends)
    axes = call.axes(given) or list(range(len(first)))
    strides = [1] * len(first) if steps is None else ints(steps)
    if are_known((x,)) and not any(map(is_open, (*first, *last))):
        spans = [slice(None)] * known(x).ndim
        for axis, start, end, step in zip(axes, first, last, strides, strict=True):
            spans[axis] = _span(start, end, step)
        return known(x)[tuple(spans)]
    values = tensor(x)
    for axis, start, end, step in zip(axes, first, last, strides, strict=True):
        values = _cut(values, axis % values.dim(), start, end, step)
    return values


def _span(start: int, end: int, step: int) -> slice:
    return slice(start, None if step < 0 and end < -(2**31) + 2 else end, step)


def _cut(values: Tensor, axis: int, start: Any, end: Any, step: int) -> Tensor:
    if step > 0:
        return values[(slice(None),) * axis + (slice(start, end, step),)]
    size = values.shape[axis]
    if is_open(size):
        raise Unfit("it turns the batch around")
    return torch.index_select(values, axis, torch.tensor(range(size)[_span(start, end, step)]))


@FAMILY("Split")
def split(call: Call, x: Value, given: Value | None = None) -> tuple[Value, ...]:
    """Several parts, one after the other along an axis."""
    axis, many = call.get("axis", 0), len(call.outputs)
    parts = call.get("split") if given is None else ints(given)
    if are_known((x,)):
        edges = np.cumsum(parts)[:-1] if parts else many
        return tuple(np.array_split(known(x), edges, axis=axis))
    values = tensor(x)
    return tuple(torch.split(values, list(parts) if parts else -(-values.shape[axis] // many), axis))


@FAMILY("Concat")
def concat(call: Call, *values: Value) -> Value:
    """Several tensors, one after the other along an axis."""
    axis = call.get("axis", 1)
    if are_known(values):
        return np.concatenate(_of_one_kind([known(each) for each in values]), axis=axis)
    tensors = [tensor(each) for each in values]
    if call.fixed_batch == 1 and axis % tensors[0].dim() != 0:
        tensors = _for_any_batch(tensors)
    return torch.cat(tensors, axis)


def _of_one_kind(arrays: list[Any]) -> list[Any]:
    return [each.astype(object) for each in arrays] if any(each.dtype == object for each in arrays) else arrays


def _for_any_batch(tensors: list[Tensor]) -> list[Tensor]:
    """What was saved for a batch of one, repeated for each sample of an open batch."""
    batch = next((each.shape[0] for each in tensors if is_open(each.shape[0])), None)
    if batch is None:
        return tensors
    return [each if is_open(each.shape[0]) else each.expand(batch, *each.shape[1:]) for each in tensors]


@FAMILY("Pad")
def pad(
    call: Call, x: Value, given: Value | None = None, fill: Value | None = None, axes: Value | None = None
) -> Tensor:
    """More at the edges, or less where a width is negative."""
    values, mode = tensor(x), call.text("mode", "constant")
    widths = list(call.get("pads", call.get("paddings", ()))) if given is None else ints(given)
    along = list(range(values.dim())) if axes is None else [axis % values.dim() for axis in ints(axes)]
    pairs = {axis: (widths[at], widths[at + len(along)]) for at, axis in enumerate(along)}
    first = min((axis for axis, pair in pairs.items() if pair != (0, 0)), default=values.dim())
    flat = [width for axis in reversed(range(first, values.dim())) for width in pairs.get(axis, (0, 0))]
    if not flat:
        return values
    if mode == "constant":
        return nn.functional.pad(values, flat, value=call.get("value", 0.0) if fill is None else number(fill))
    names = {"reflect": "reflect", "edge": "replicate", "wrap": "circular"}
    return nn.functional.pad(values, flat, mode=names[mode])


@FAMILY("Trilu")
def triangle(call: Call, x: Value, diagonal: Value | None = None) -> Tensor:
    """What stands on one side of a diagonal."""
    at = 0 if diagonal is None else number(diagonal)
    return (torch.triu if call.get("upper", 1) else torch.tril)(tensor(x), at)


@FAMILY("OneHot")
def one_hot(call: Call, places: Value, depth: Value, values: Value) -> Tensor:
    """A row for each place, with one value at the place and another elsewhere."""
    size, (off, on) = ints(depth)[0], known(values).tolist()
    limit((size,))
    index = tensor(places).long()
    hot = torch.remainder(index, size).unsqueeze(-1) == torch.arange(size)
    made = torch.where(hot, torch.tensor(on), torch.tensor(off)).to(tensor(values).dtype)
    axis = call.get("axis", -1)
    return made if axis in (-1, index.dim()) else made.movedim(-1, axis)
