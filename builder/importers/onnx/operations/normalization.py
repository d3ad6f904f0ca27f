"""Signals with a set mean and spread."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from builder.importers.onnx.call import Call, Operations
from builder.importers.onnx.operations.linear import with_weights
from builder.importers.onnx.values import Unfit, Value, Weight, tensor

FAMILY = Operations()

_BATCH = {2: nn.BatchNorm1d, 3: nn.BatchNorm1d, 4: nn.BatchNorm2d, 5: nn.BatchNorm3d}
_INSTANCE = {3: nn.InstanceNorm1d, 4: nn.InstanceNorm2d, 5: nn.InstanceNorm3d}


@FAMILY.layer("BatchNormalization")
def make_batch_norm(call: Call, scale: Weight, bias: Weight, mean: Weight, var: Weight) -> nn.Module | None:
    """Batch normalization, with what it has seen."""
    kind = _BATCH.get(call.ranks[0] or 0)
    if kind is None:
        return None
    with torch.device("meta"):
        made = kind(scale.values.size, eps=call.get("epsilon", 1e-5), momentum=1 - call.get("momentum", 0.9))
    with_weights(made, scale, bias)
    made.running_mean, made.running_var = mean.tensor.detach().clone(), var.tensor.detach().clone()
    made.num_batches_tracked = torch.tensor(0)
    return made


@FAMILY("BatchNormalization")
def batch_norm(call: Call, x: Value, scale: Value, bias: Value, mean: Value, var: Value) -> Tensor:
    """Normalised by a mean and variance seen before."""
    if call.get("training_mode", 0):
        raise Unfit("the file was saved for training; save it for inference")
    if call.layer is not None:
        answer: Tensor = call.layer(tensor(x))
        return answer
    fixed = (tensor(mean), tensor(var), tensor(scale), tensor(bias))
    return F.batch_norm(tensor(x), *fixed, eps=call.get("epsilon", 1e-5))


@FAMILY.layer("InstanceNormalization")
def make_instance_norm(call: Call, scale: Weight, bias: Weight) -> nn.Module | None:
    """Instance normalization with a learned scale and shift."""
    kind = _INSTANCE.get(call.ranks[0] or 0)
    if kind is None:
        return None
    with torch.device("meta"):
        made = kind(scale.values.size, eps=call.get("epsilon", 1e-5), affine=True)
    return with_weights(made, scale, bias)


@FAMILY("InstanceNormalization")
def instance_norm(call: Call, x: Value, scale: Value, bias: Value) -> Tensor:
    """Each channel of each sample by itself."""
    if call.layer is not None:
        answer: Tensor = call.layer(tensor(x))
        return answer
    return F.instance_norm(tensor(x), weight=tensor(scale), bias=tensor(bias), eps=call.get("epsilon", 1e-5))


@FAMILY.layer("LayerNormalization")
def make_layer_norm(call: Call, scale: Weight, bias: Weight | None = None) -> nn.Module | None:
    """Layer normalization over the last axes."""
    with torch.device("meta"):
        made = nn.LayerNorm(scale.values.shape, eps=call.get("epsilon", 1e-5), bias=bias is not None)
    layer = with_weights(made, scale)
    if bias is not None:
        made.bias = bias.tensor  # type: ignore[assignment]
    return layer if _covers(call, scale) else None


def _covers(call: Call, scale: Weight) -> bool:
    """Whether the scale has just the axes that are normalised."""
    axis, rank = call.get("axis", -1), call.ranks[0]
    return bool(scale.values.ndim == (-axis if axis < 0 else (rank or 0) - axis))


@FAMILY("LayerNormalization")
def layer_norm(call: Call, x: Value, scale: Value, bias: Value | None = None) -> Tensor:
    """Each sample by itself, over its last axes."""
    if call.layer is not None:
        answer: Tensor = call.layer(tensor(x))
        return answer
    values = tensor(x)
    sizes = values.shape[call.get("axis", -1) :]
    normal = F.layer_norm(values, sizes, eps=call.get("epsilon", 1e-5)) * tensor(scale)
    return normal if bias is None else normal + tensor(bias)


@FAMILY.layer("RMSNormalization")
def make_rms_norm(call: Call, scale: Weight) -> nn.Module | None:
    """Normalization by the root of the mean square."""
    with torch.device("meta"):
        made = nn.RMSNorm(scale.values.shape, eps=call.get("epsilon", 1e-5))
    return with_weights(made, scale) if _covers(call, scale) else None


@FAMILY("RMSNormalization")
def rms_norm(call: Call, x: Value, scale: Value) -> Tensor:
    """Each sample by the root of its mean square."""
    if call.layer is not None:
        answer: Tensor = call.layer(tensor(x))
        return answer
    values = tensor(x)
    return F.rms_norm(values, values.shape[call.get("axis", -1) :], eps=call.get("epsilon", 1e-5)) * tensor(scale)


@FAMILY.layer("GroupNormalization")
def make_group_norm(call: Call, scale: Weight, bias: Weight) -> nn.Module | None:
    """Group normalization with a scale and shift for each channel."""
    if call.version < 21:
        return None
    with torch.device("meta"):
        made = nn.GroupNorm(call.get("num_groups"), scale.values.size, eps=call.get("epsilon", 1e-5))
    return with_weights(made, scale, bias)


@FAMILY("GroupNormalization")
def group_norm(call: Call, x: Value, scale: Value, bias: Value) -> Tensor:
    """Groups of channels by themselves; before version 21 with a scale for each group."""
    if call.layer is not None:
        answer: Tensor = call.layer(tensor(x))
        return answer
    values, groups = tensor(x), call.get("num_groups")
    weight, shift = tensor(scale), tensor(bias)
    if call.version < 21:
        weight, shift = (each.repeat_interleave(values.shape[1] // groups) for each in (weight, shift))
    return F.group_norm(values, groups, weight, shift, call.get("epsilon", 1e-5))


@FAMILY("MeanVarianceNormalization")
def mean_variance(call: Call, x: Value) -> Tensor:
    """A mean of 0 and a variance of 1 over some axes."""
    values, axes = tensor(x), list(call.get("axes", [0, 2, 3]))
    centred = values - values.mean(axes, keepdim=True)
    return centred / (centred.square().mean(axes, keepdim=True).sqrt() + 1e-9)


@FAMILY("LpNormalization")
def unit_length(call: Call, x: Value) -> Tensor:
    """Vectors of length 1."""
    return F.normalize(tensor(x), p=call.get("p", 2), dim=call.get("axis", -1))


@FAMILY("LRN")
def local_response(call: Call, x: Value) -> Tensor:
    """By what the neighbouring channels say."""
    settings: dict[str, Any] = {name: call.get(name, value) for name, value in _LRN.items()}
    return F.local_response_norm(tensor(x), call.get("size"), settings["alpha"], settings["beta"], settings["bias"])


_LRN = {"alpha": 1e-4, "beta": 0.75, "bias": 1.0}
