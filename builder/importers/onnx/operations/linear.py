"""Sums of products: convolutions, linear layers, and products of matrices."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from builder.importers.onnx.call import Call, Operations
from builder.importers.onnx.values import Unfit, Value, Weight, operand, shape_of, tensor

FAMILY = Operations()

_CONVOLUTIONS: dict[int, Any] = {1: nn.Conv1d, 2: nn.Conv2d, 3: nn.Conv3d}
_TRANSPOSED: dict[int, Any] = {1: nn.ConvTranspose1d, 2: nn.ConvTranspose2d, 3: nn.ConvTranspose3d}


@FAMILY.layer("Conv")
def make_conv(call: Call, weight: Weight, bias: Weight | None = None) -> nn.Module | None:
    """A convolution over one, two or three axes."""
    out, per_group, *kernel = weight.values.shape
    if len(kernel) not in _CONVOLUTIONS:
        return None
    groups = call.get("group", 1)
    with torch.device("meta"):
        made = _CONVOLUTIONS[len(kernel)](
            per_group * groups,
            out,
            tuple(kernel),
            stride=_per_axis(call, "strides", kernel),
            padding=tuple(_own_padding(call, len(kernel)) or [0] * len(kernel)),
            dilation=_per_axis(call, "dilations", kernel),
            groups=groups,
            bias=bias is not None,
        )
    return with_weights(made, weight, bias)


@FAMILY("Conv")
def conv(call: Call, x: Value, weight: Value, bias: Value | None = None) -> Tensor:
    """A convolution; what torch's own padding can't do is padded before it."""
    values, kernel = tensor(x), list(shape_of(weight)[2:])
    own = _own_padding(call, len(kernel))
    if own is None:
        values = F.pad(values, _outside(call, values, kernel))
    if call.layer is not None:
        answer: Tensor = call.layer(values)
        return answer
    functions: dict[int, Any] = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
    made: Tensor = functions[len(kernel)](
        values,
        tensor(weight),
        None if bias is None else tensor(bias),
        stride=_per_axis(call, "strides", kernel),
        padding=tuple(own or [0] * len(kernel)),
        dilation=_per_axis(call, "dilations", kernel),
        groups=call.get("group", 1),
    )
    return made


def _per_axis(call: Call, name: str, kernel: list[int]) -> tuple[int, ...]:
    return tuple(call.get(name) or [1] * len(kernel))


def _own_padding(call: Call, axes: int) -> list[int] | None:
    """The padding that torch's layer does itself: the same on both sides."""
    if call.text("auto_pad", "NOTSET") not in ("NOTSET", "VALID", ""):
        return None
    pads = list(call.get("pads") or [0] * 2 * axes)
    return pads[:axes] if pads[:axes] == pads[axes:] else None


def _outside(call: Call, values: Tensor, kernel: list[int]) -> list[int]:
    """Widths for ``F.pad``: from the last axis to the first, before and after."""
    axes = len(kernel)
    if call.text("auto_pad", "NOTSET") in ("NOTSET", "VALID", ""):
        pads = list(call.get("pads"))
        return [width for axis in reversed(range(axes)) for width in (pads[axis], pads[axis + axes])]
    flat: list[int] = []
    strides, dilations = _per_axis(call, "strides", kernel), _per_axis(call, "dilations", kernel)
    for axis in reversed(range(axes)):
        size = values.shape[2 + axis]
        steps = -(-size // strides[axis])
        missing = max(0, (steps - 1) * strides[axis] + (kernel[axis] - 1) * dilations[axis] + 1 - size)
        less, more = missing // 2, missing - missing // 2
        flat += [less, more] if call.text("auto_pad") == "SAME_UPPER" else [more, less]
    return flat


@FAMILY.layer("ConvTranspose")
def make_transposed(call: Call, weight: Weight, bias: Weight | None = None) -> nn.Module | None:
    """A transposed convolution over one, two or three axes."""
    channels, per_group, *kernel = weight.values.shape
    padding = _own_padding(call, len(kernel))
    if len(kernel) not in _TRANSPOSED or padding is None or call.get("output_shape"):
        return None
    groups = call.get("group", 1)
    with torch.device("meta"):
        made = _TRANSPOSED[len(kernel)](
            channels,
            per_group * groups,
            tuple(kernel),
            stride=_per_axis(call, "strides", kernel),
            padding=tuple(padding),
            output_padding=tuple(call.get("output_padding") or [0] * len(kernel)),
            groups=groups,
            bias=bias is not None,
            dilation=_per_axis(call, "dilations", kernel),
        )
    return with_weights(made, weight, bias)


@FAMILY("ConvTranspose")
def transposed(call: Call, x: Value, weight: Value, bias: Value | None = None) -> Tensor:
    """A transposed convolution."""
    if call.layer is None:
        raise Unfit("its padding is not the same on both sides, or its weights are computed")
    answer: Tensor = call.layer(tensor(x))
    return answer


def with_weights(layer: nn.Module, weight: Weight, bias: Weight | None = None) -> nn.Module:
    """A layer with the model's own tensors."""
    layer.weight = nn.Parameter(weight.tensor) if not isinstance(weight.tensor, nn.Parameter) else weight.tensor
    if bias is not None:
        tensor_of = bias.tensor.reshape(-1) if bias.tensor.dim() != 1 else bias.tensor
        layer.bias = tensor_of if isinstance(tensor_of, nn.Parameter) else nn.Parameter(tensor_of.detach())
    return layer


@FAMILY.layer("Gemm")
def make_gemm(call: Call, weight: Weight, bias: Weight | None = None) -> nn.Module | None:
    """A linear layer."""
    plain = call.get("alpha", 1.0) == 1.0 and (bias is None or call.get("beta", 1.0) == 1.0)
    if call.get("transA", 0) or not plain:
        return None
    return linear(weight, bias, is_turned=not call.get("transB", 0))


@FAMILY.layer("MatMul")
def make_matmul(call: Call, weight: Weight, bias: Weight | None = None) -> nn.Module | None:
    """A linear layer: without a bias, unless what was added after it became one."""
    return linear(weight, bias, is_turned=True)


def linear(weight: Weight, bias: Weight | None, *, is_turned: bool) -> nn.Module | None:
    """A linear layer, whose weight torch holds as (out, in); ``is_turned`` where the model holds (in, out)."""
    if weight.values.ndim != 2:
        return None
    outputs, inputs = reversed(weight.values.shape) if is_turned else weight.values.shape
    if bias is not None and (bias.values.size != outputs or bias.values.shape[-1:] != (outputs,)):
        return None
    with torch.device("meta"):
        made = nn.Linear(inputs, outputs, bias=bias is not None)
    turned = nn.Parameter(weight.tensor.detach().t().contiguous()) if is_turned else weight.tensor
    return with_weights(made, Weight(turned, weight.values), bias)


@FAMILY("Gemm")
def gemm(call: Call, left: Value, right: Value, added: Value | None = None) -> Tensor:
    """A product of two matrices, and something added to it."""
    if call.layer is not None:
        answer: Tensor = call.layer(tensor(left))
        return answer
    one = tensor(left).t() if call.get("transA", 0) else tensor(left)
    other = tensor(right).t() if call.get("transB", 0) else tensor(right)
    product: Tensor = one @ other
    if call.get("alpha", 1.0) != 1.0:
        product = product * float(call.get("alpha"))
    if added is None:
        return product
    more = operand(added, product.dim())
    return torch.add(product, more if call.get("beta", 1.0) == 1.0 else more * float(call.get("beta")))


@FAMILY("MatMul")
def matmul(call: Call, left: Value, right: Value, added: Value | None = None) -> Tensor:
    """A product of matrices; ``added`` is what a layer adds to it."""
    if call.layer is not None:
        answer: Tensor = call.layer(tensor(left))
        return answer
    product = torch.matmul(tensor(left), tensor(right))
    return product if added is None else torch.add(product, operand(added, product.dim()))


@FAMILY("Einsum")
def einsum(call: Call, *values: Value) -> Tensor:
    """Sums of products, by a formula."""
    return torch.einsum(call.text("equation").replace(" ", ""), [tensor(value) for value in values])


@FAMILY("Det")
def determinant(call: Call, x: Value) -> Tensor:
    """The determinant of each matrix."""
    return torch.det(tensor(x))
