"""What has another shape, with the same values."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from builder.importers.onnx.call import Call, Operations
from builder.importers.onnx.values import (
    Filled,
    Value,
    are_known,
    as_known,
    ints,
    is_open,
    known,
    limit,
    shape_of,
    sizes,
    tensor,
)
from builder.importers.sizes import expression

FAMILY = Operations()


@FAMILY("Shape")
def shape(call: Call, x: Value) -> Value:
    """The sizes of a tensor, of which the first may stay open."""
    found = list(shape_of(x))
    return sizes(found[call.get("start", 0) : call.get("end", len(found))])


@FAMILY("Size")
def count(call: Call, x: Value) -> Value:
    """How many values there are."""
    total: Any = 1
    for size in ints(shape(call, x)):
        total = total * size
    return as_known(total)


@FAMILY("Reshape")
def reshape(call: Call, x: Value, wanted: Value | None = None) -> Value:
    """The same values in other axes; 0 keeps a size, -1 follows from the others."""
    asked = list(call.get("shape", ())) if wanted is None else ints(wanted)
    if are_known((x,)) and not any(map(is_open, asked)):
        kept = [known(x).shape[at] if n == 0 and not call.get("allowzero", 0) else n for at, n in enumerate(asked)]
        return known(x).reshape(kept)
    values = tensor(x)
    keeps = not call.get("allowzero", 0)
    new = [values.shape[at] if isinstance(n, int) and n == 0 and keeps else n for at, n in enumerate(asked)]
    return values.reshape(_for_any_batch(call, values, new))


def _for_any_batch(call: Call, values: Tensor, asked: list[Any]) -> list[Any]:
    """A shape for every batch, where the file was saved for one batch size and has it as a plain number."""
    batch, is_batch = call.fixed_batch, [is_open(size) for size in values.shape]
    if batch is None or not asked or any(map(is_open, asked)) or sum(is_batch) != 1:
        return asked
    axis = is_batch.index(True)
    before, after = math.prod(values.shape[:axis]), math.prod(values.shape[axis + 1 :])
    if -1 not in asked:
        place = _batch_in(asked, before, before * _times_batch(values.shape[axis]), after, batch)
        return [*asked[:place], -1, *asked[place + 1 :]]
    if axis < len(asked) and asked[:axis] == list(values.shape[:axis]) and asked[axis] == batch:
        return [*asked[:axis], values.shape[axis], *asked[axis + 1 :]]
    return asked


def _times_batch(size: Any) -> int:
    """How many values of an open axis belong to each sample."""
    formula = expression(size)
    return int(formula.subs(dict.fromkeys(formula.free_symbols, 1)))


def _batch_in(asked: list[int], least: int, most: int, after: int, batch: int) -> int:
    """The axis of a new shape that the batch is in.

    Args:
        least, most: as many values stand before it, without and with those that share its axis now.
        after: as many values stand after that axis.
    """
    before = [math.prod(asked[:place]) for place in range(len(asked))]
    alone = [place for place, many in enumerate(before) if least <= many <= most and asked[place] == batch]
    if alone:
        return alone[0]
    place = before.index(least) if least in before else 0
    is_last_kept = place == len(asked) - 1 and asked[-1] == after
    return place - 1 if place and is_last_kept else place


@FAMILY("Flatten")
def flatten(call: Call, x: Value) -> Tensor:
    """Two axes: all up to one, and all from it on."""
    values, axis = tensor(x), call.get("axis", 1)
    axis = axis % values.dim() if axis < 0 else axis
    if axis == 1:
        return values.flatten(1) if values.dim() > 1 else values.reshape(-1, 1)
    return values.reshape(math.prod(values.shape[:axis]), -1)


@FAMILY("Transpose")
def transpose(call: Call, x: Value) -> Value:
    """The axes in another order; reversed where none is given."""
    order = call.get("perm")
    if are_known((x,)):
        return np.transpose(known(x), order)
    values = tensor(x)
    order = list(reversed(range(values.dim()))) if order is None else list(order)
    swapped = [at for at, axis in enumerate(order) if at != axis]
    if len(swapped) == 2:
        return values.transpose(*swapped)
    return values.permute(order) if swapped else values


@FAMILY("Unsqueeze")
def unsqueeze(call: Call, x: Value, given: Value | None = None) -> Value:
    """New axes of size 1."""
    axes = call.axes(given) or []
    if are_known((x,)):
        return np.expand_dims(known(x), tuple(axes))
    values = tensor(x)
    rank = values.dim() + len(axes)
    for axis in sorted(axis % rank for axis in axes):
        values = values.unsqueeze(axis)
    return values


@FAMILY("Squeeze")
def squeeze(call: Call, x: Value, given: Value | None = None) -> Value:
    """Without axes of size 1; all of them where none are named."""
    axes = call.axes(given)
    if are_known((x,)):
        return np.squeeze(known(x), None if axes is None else tuple(axes))
    values = tensor(x)
    if axes is None:
        axes = [at for at, size in enumerate(values.shape) if not is_open(size) and size == 1]
    for axis in sorted((axis % values.dim() for axis in axes), reverse=True):
        values = values.squeeze(axis)
    return values


@FAMILY("Expand")
def expand(call: Call, x: Value, wanted: Value) -> Value:
    """Repeated along axes of size 1."""
    asked = ints(wanted)
    if isinstance(x, np.ndarray) and x.size == 1 and x.dtype.kind == "f":
        return Filled(tuple(_together(list(x.shape), asked)), x.ravel()[0].item(), tensor(x).dtype)
    if are_known((x,)) and not any(map(is_open, asked)):
        limit(asked)
        return np.broadcast_to(known(x), np.broadcast_shapes(known(x).shape, tuple(asked)))
    values = tensor(x)
    return values.expand(_together(list(values.shape), asked))


def _together(own: list[Any], asked: list[Any]) -> list[Any]:
    """The shape that two shapes broadcast to."""
    rank = max(len(own), len(asked))
    own, asked = [1] * (rank - len(own)) + own, [1] * (rank - len(asked)) + asked
    return [mine if _is_one(other) else other for mine, other in zip(own, asked, strict=True)]


def _is_one(size: Any) -> bool:
    return not is_open(size) and size in (1, -1)


@FAMILY("Tile")
def tile(call: Call, x: Value, repeats: Value) -> Value:
    """Repeated as a whole."""
    times = ints(repeats)
    if are_known((x,)) and not any(map(is_open, times)):
        limit(a * b for a, b in zip(known(x).shape, times, strict=True))
        return np.tile(known(x), times)
    return tensor(x).repeat(times)


@FAMILY("Identity", "Dropout")
def same(call: Call, x: Value, *_: Value | None) -> Value:
    """What came in; a saved network drops nothing out."""
    return x


@FAMILY("DepthToSpace")
def depth_to_space(call: Call, x: Value) -> Tensor:
    """Channels become pixels."""
    values, block = tensor(x), call.get("blocksize")
    if call.text("mode", "DCR") == "CRD":
        return torch.nn.functional.pixel_shuffle(values, block)
    n, c, h, w = values.shape
    parts = values.reshape(n, block, block, c // block**2, h, w).permute(0, 3, 4, 1, 5, 2)
    return parts.reshape(n, c // block**2, h * block, w * block)


@FAMILY("SpaceToDepth")
def space_to_depth(call: Call, x: Value) -> Tensor:
    """Pixels become channels."""
    values, block = tensor(x), call.get("blocksize")
    n, c, h, w = values.shape
    parts = values.reshape(n, c, h // block, block, w // block, block).permute(0, 3, 5, 1, 2, 4)
    return parts.reshape(n, c * block**2, h // block, w // block)
