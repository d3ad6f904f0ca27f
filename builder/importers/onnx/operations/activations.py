"""What bends a signal."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from builder.importers.onnx.call import Call, Operations, refuse_setting
from builder.importers.onnx.values import Value, Weight, tensor

FAMILY = Operations()

_WITHOUT_SETTINGS: dict[str, Any] = {
    "HardSwish": F.hardswish,
    "Mish": F.mish,
    "Relu": torch.relu,
    "Sigmoid": torch.sigmoid,
    "Softplus": F.softplus,
    "Softsign": F.softsign,
    "Tanh": torch.tanh,
}
for _op, _function in _WITHOUT_SETTINGS.items():
    FAMILY(_op)(lambda call, x, function=_function: function(tensor(x)))


@FAMILY("LeakyRelu")
def leaky_relu(call: Call, x: Value) -> Tensor:
    """A slope on the left."""
    return F.leaky_relu(tensor(x), call.get("alpha", 0.01))


@FAMILY("Elu", "Celu")
def elu(call: Call, x: Value) -> Tensor:
    """An exponential on the left."""
    return (F.elu if call.op == "Elu" else F.celu)(tensor(x), call.get("alpha", 1.0))


@FAMILY("Selu")
def selu(call: Call, x: Value) -> Tensor:
    """An exponential on the left, scaled to normalise itself."""
    alpha, gamma = call.get("alpha", 1.6732632), call.get("gamma", 1.0507010)
    if abs(alpha - 1.6732632) < 1e-5 and abs(gamma - 1.0507010) < 1e-5:
        return F.selu(tensor(x))
    return F.elu(tensor(x), alpha) * float(gamma)


@FAMILY("HardSigmoid")
def hard_sigmoid(call: Call, x: Value) -> Tensor:
    """A straight line between 0 and 1."""
    alpha, beta = call.get("alpha", 0.2), call.get("beta", 0.5)
    if abs(alpha - 1 / 6) < 1e-6 and beta == 0.5:
        return F.hardsigmoid(tensor(x))
    return torch.clamp(tensor(x) * alpha + beta, 0, 1)


@FAMILY("ThresholdedRelu")
def thresholded_relu(call: Call, x: Value) -> Tensor:
    """Nothing up to a threshold, which itself counts as nothing."""
    return F.threshold(tensor(x), call.get("alpha", 1.0), 0.0)


@FAMILY("Shrink")
def shrink(call: Call, x: Value) -> Tensor:
    """Nothing around zero, and the rest moved towards it."""
    values, bias, edge = tensor(x), call.get("bias", 0.0), call.get("lambd", 0.5)
    return torch.where(values < -edge, values + bias, torch.where(values > edge, values - bias, 0.0))


@FAMILY("Gelu")
def gelu(call: Call, x: Value) -> Tensor:
    """The Gaussian unit, exact or by tanh."""
    return F.gelu(tensor(x), approximate=call.text("approximate", "none"))


@FAMILY("Swish")
def swish(call: Call, x: Value) -> Tensor:
    """A signal times its own sigmoid."""
    alpha = call.get("alpha", 1.0)
    return F.silu(tensor(x)) if alpha == 1.0 else tensor(x) * torch.sigmoid(alpha * tensor(x))


@FAMILY("Softmax", "LogSoftmax", "Hardmax")
def softmax(call: Call, x: Value) -> Tensor:
    """Shares that add up to one; before version 13 over all axes from one on, taken together."""
    if call.op == "Hardmax":
        raise refuse_setting(call, "axis")
    function = F.softmax if call.op == "Softmax" else F.log_softmax
    values, axis = tensor(x), call.get("axis", -1 if call.version >= 13 else 1)
    if call.version >= 13 or axis in (-1, values.dim() - 1):
        return function(values, axis)
    return function(values.flatten(axis), -1).reshape(values.shape)


@FAMILY.layer("PRelu")
def make_prelu(call: Call, slope: Weight) -> nn.Module | None:
    """PReLU with a slope for each channel, or one for all."""
    rank = call.ranks[0]
    for_channels = rank is not None and slope.values.ndim == rank - 1 and slope.values.size == slope.values.shape[0]
    if slope.values.size != 1 and not for_channels:
        return None
    made = nn.PReLU(slope.values.size)
    made.weight = nn.Parameter(slope.tensor.detach().reshape(-1))
    return made


@FAMILY("PRelu")
def prelu(call: Call, x: Value, slope: Value) -> Tensor:
    """A slope on the left that is learned."""
    if call.layer is not None:
        answer: Tensor = call.layer(tensor(x))
        return answer
    values = tensor(x)
    return torch.where(values < 0, values * tensor(slope), values)
