"""Neighbours become one, and one becomes neighbours."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.importers.onnx.call import Call, Operations
from builder.importers.onnx.values import Unfit, Value, ints, known, tensor

FAMILY = Operations()

_MAX: dict[int, Any] = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}
_MEAN: dict[int, Any] = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}
_TO_ONE: dict[int, Any] = {1: F.adaptive_avg_pool1d, 2: F.adaptive_avg_pool2d, 3: F.adaptive_avg_pool3d}
_MOST: dict[int, Any] = {1: F.adaptive_max_pool1d, 2: F.adaptive_max_pool2d, 3: F.adaptive_max_pool3d}


@FAMILY("MaxPool")
def max_pool(call: Call, x: Value) -> Tensor:
    """The greatest of each window."""
    if len(call.outputs) > 1:
        raise Unfit("it also gives where the greatest values stand")
    values, kernel = tensor(x), tuple(call.get("kernel_shape"))
    before, after = _pads(call, values, kernel)
    if before != after or any(2 * pad > size for pad, size in zip(before, kernel, strict=True)):
        values = F.pad(values, _flat(before, after), value=float("-inf"))
        before = [0] * len(kernel)
    answer: Tensor = _MAX[len(kernel)](
        values, kernel, _strides(call, kernel), tuple(before), _dilations(call, kernel), _is_ceil(call)
    )
    return answer


@FAMILY("AveragePool")
def average_pool(call: Call, x: Value) -> Tensor:
    """The mean of each window."""
    values, kernel = tensor(x), tuple(call.get("kernel_shape"))
    if set(_dilations(call, kernel)) != {1}:
        raise Unfit("its windows have gaps (dilations)")
    before, after = _pads(call, values, kernel)
    counts = bool(call.get("count_include_pad", 0))
    if before != after and not counts:
        raise Unfit("its padding is not the same on both sides")
    if before != after:
        values, before = F.pad(values, _flat(before, after)), [0] * len(kernel)
    answer: Tensor = _MEAN[len(kernel)](
        values, kernel, _strides(call, kernel), tuple(before), _is_ceil(call), counts or not any(before)
    )
    return answer


@FAMILY("LpPool")
def norm_pool(call: Call, x: Value) -> Tensor:
    """The length of each window."""
    values, kernel, p = tensor(x), tuple(call.get("kernel_shape")), call.get("p", 2)
    before, after = _pads(call, values, kernel)
    powers = F.pad(values.abs().pow(p), _flat(before, after))
    many = torch.Size(kernel).numel()
    mean: Tensor = _MEAN[len(kernel)](powers, kernel, _strides(call, kernel), 0, _is_ceil(call))
    return (mean * many).pow(1 / p)


@FAMILY("GlobalAveragePool", "GlobalMaxPool")
def over_everything(call: Call, x: Value) -> Tensor:
    """One value for each channel."""
    values = tensor(x)
    axes = values.dim() - 2
    if axes in _TO_ONE:
        pool = _TO_ONE if call.op == "GlobalAveragePool" else _MOST
        answer: Tensor = pool[axes](values, (1,) * axes)
        return answer
    along = list(range(2, values.dim()))
    if call.op == "GlobalAveragePool":
        return values.mean(along, keepdim=True)
    return values.amax(along, keepdim=True)


def _strides(call: Call, kernel: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(call.get("strides") or [1] * len(kernel))


def _dilations(call: Call, kernel: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(call.get("dilations") or [1] * len(kernel))


def _is_ceil(call: Call) -> bool:
    return bool(call.get("ceil_mode", 0))


def _flat(before: list[int], after: list[int]) -> list[int]:
    """Widths for ``F.pad``: from the last axis to the first."""
    return [width for pair in reversed(list(zip(before, after, strict=True))) for width in pair]


def _pads(call: Call, values: Tensor, kernel: tuple[int, ...]) -> tuple[list[int], list[int]]:
    """The padding before and after each axis."""
    mode, many = call.text("auto_pad", "NOTSET"), len(kernel)
    if mode not in ("SAME_UPPER", "SAME_LOWER"):
        pads = list(call.get("pads") or [0] * 2 * many)
        return pads[:many], pads[many:]
    before, after = [], []
    for size, window, stride, gap in zip(
        values.shape[2:], kernel, _strides(call, kernel), _dilations(call, kernel), strict=True
    ):
        missing = max(0, (-(-size // stride) - 1) * stride + (window - 1) * gap + 1 - size)
        less, more = missing // 2, missing - missing // 2
        before.append(less if mode == "SAME_UPPER" else more)
        after.append(more if mode == "SAME_UPPER" else less)
    return before, after


@FAMILY("Resize", "Upsample")
def resize(call: Call, x: Value, *given: Value | None) -> Tensor:
    """A picture of another size."""
    values = tensor(x)
    size = _new_size(call, values, given)
    mode = call.text("mode", "nearest")
    where = call.text("coordinate_transformation_mode", "half_pixel" if call.version >= 11 else "asymmetric")
    if call.op == "Upsample" or call.version < 11:
        where = "asymmetric"
    if list(size) == list(values.shape[2:]):
        return values
    if mode == "nearest":
        return F.interpolate(values, size, mode=_nearest(call, where, values, size))
    names = {"linear": {3: "linear", 4: "bilinear", 5: "trilinear"}, "cubic": {4: "bicubic"}}
    name = names.get(mode, {}).get(values.dim())
    if name is None or where not in ("half_pixel", "pytorch_half_pixel", "align_corners"):
        raise Unfit(f"torch has nothing that resizes by {mode} with {where} coordinates")
    if mode == "cubic" and call.get("cubic_coeff_a", -0.75) != -0.75:
        raise Unfit("torch's cubic interpolation has another coefficient")
    if call.get("antialias", 0):
        return F.interpolate(values, size, mode=name, align_corners=where == "align_corners", antialias=True)
    return F.interpolate(values, size, mode=name, align_corners=where == "align_corners")


def _new_size(call: Call, values: Tensor, given: tuple[Value | None, ...]) -> list[int]:
    """The sizes after the channels, from sizes or from factors."""
    if call.op == "Upsample" or call.version < 11:
        factors = call.get("scales") or (known(given[0]).tolist() if given and given[0] is not None else [])
        asked: list[Any] = []
    else:
        scales, wanted = ([*given, None, None, None])[1:3]
        factors = [] if scales is None else known(scales).tolist()
        asked = [] if wanted is None else ints(wanted)
    if asked:
        return asked if call.get("axes") else asked[2:]
    if not factors:
        raise Unfit("neither sizes nor factors are given")
    factors = factors if call.get("axes") else factors[2:]
    return [int(size * factor) for size, factor in zip(values.shape[2:], factors, strict=True)]


def _nearest(call: Call, where: str, values: Tensor, size: list[int]) -> str:
    """The rule of torch by which the nearest pixel is chosen."""
    is_whole = all(new % old == 0 for new, old in zip(size, values.shape[2:], strict=True))
    rounding = call.text("nearest_mode", "round_prefer_floor")
    if where == "asymmetric" and (rounding == "floor" or call.version < 11):
        return "nearest"
    if is_whole and where in ("half_pixel", "pytorch_half_pixel") and rounding.startswith("round"):
        return "nearest"
    raise Unfit(f"torch has nothing that resizes by nearest with {where} coordinates and {rounding}")


@FAMILY("GridSample")
def grid_sample(call: Call, x: Value, grid: Value) -> Tensor:
    """A picture seen through a grid of places."""
    names = {"linear": "bilinear", "cubic": "bicubic", "bilinear": "bilinear", "bicubic": "bicubic"}
    mode = names.get(call.text("mode", "bilinear"), "nearest")
    outside = call.text("padding_mode", "zeros")
    return F.grid_sample(tensor(x), tensor(grid), mode, outside, bool(call.get("align_corners", 0)))
