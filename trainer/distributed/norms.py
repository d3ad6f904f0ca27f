"""Batch normalization over the whole batch, of which each process holds a part.

`torch.nn.SyncBatchNorm` is for GPUs only; this is for all devices.
"""

from __future__ import annotations

from functools import partial

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed._functional_collectives import all_reduce
from torch.nn.modules.batchnorm import _BatchNorm


def synchronize(net: nn.Module) -> None:
    """Let every batch normalization of a network use the mean and the variance over all processes."""
    for module in net.modules():
        if isinstance(module, _BatchNorm):
            module.forward = partial(_normalize, module)  # type: ignore[method-assign]


def _normalize(norm: _BatchNorm, input: Tensor) -> Tensor:
    """Shape: input and output (N, C, ...), N the rows of this process."""
    if not norm.training and norm.running_mean is not None:
        return type(norm).forward(norm, input)
    dims = [0, *range(2, input.dim())]
    shape = [1, -1] + [1] * (input.dim() - 2)
    here = input.new_full((1,), input.numel() / input.shape[1])
    sums = _over_all(torch.cat([here, input.sum(dims)]))
    many = sums[0].detach()
    mean = sums[1:] / many
    centred = input - mean.view(shape)
    variance = _over_all(centred.square().sum(dims)) / many
    _remember(norm, mean.detach(), variance.detach() * many / (many - 1))
    scaled = centred * (variance + norm.eps).rsqrt().view(shape)
    if not norm.affine:
        return scaled
    return scaled * norm.weight.view(shape) + norm.bias.view(shape)


def _over_all(sums: Tensor) -> Tensor:
    """The sum over all processes; gradients flow back to all of them."""
    everybody = dist.group.WORLD
    assert everybody is not None
    total: Tensor = all_reduce(sums, "sum", everybody)
    return total


def _remember(norm: _BatchNorm, mean: Tensor, variance: Tensor) -> None:
    if norm.running_mean is None or norm.running_var is None or norm.num_batches_tracked is None:
        return
    norm.num_batches_tracked.add_(1)
    momentum = 1 / norm.num_batches_tracked.item() if norm.momentum is None else norm.momentum
    norm.running_mean.lerp_(mean, momentum)
    norm.running_var.lerp_(variance, momentum)
