"""Runs a module on other values, to see what its axes are and whether it decides by values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils import _pytree as pytree

from builder.importers.answers import named_tensors
from builder.importers.given import Given
from builder.importers.untouched import untouched


def answers(module: nn.Module, given: Given, tensors: Sequence[Tensor], seed: int = 0) -> list[Tensor] | None:
    """What a module answers for these tensors, without being changed by it; None where it can't."""
    with untouched(module), torch.no_grad():
        module.eval()
        torch.manual_seed(seed)
        try:
            return [tensor.clone() for _, tensor in named_tensors(given.call(module, tensors))]
        except Exception:  # whatever a module dislikes of these values
            return None


def is_mixing(module: nn.Module, given: Given, axis: int, answer_axes: Sequence[int] | None = None) -> bool:
    """Whether what is answered for some places on an axis depends on what stands at another.

    Args:
        answer_axes: for each tensor that is answered the axis with these places; the same one, if it is not given.
    """
    before = answers(module, given, given.tensors)
    if before is None:
        return True
    axes = [axis] * len(before) if answer_axes is None else answer_axes
    many = {tensor.shape[axis] for tensor in given.tensors if tensor.dim() > axis}
    if any(one.dim() <= at or one.shape[at] not in many for one, at in zip(before, axes, strict=True)):
        return True
    for place, rest in ((-1, slice(None, -1)), (0, slice(1, None))):
        after = answers(module, given, _changed(given.tensors, axis, place))
        if after is None or len(after) != len(before):
            return True
        for one, two, at in zip(before, after, axes, strict=True):
            kept = (slice(None),) * at + (rest,)
            if one.shape != two.shape or not is_close(one[kept], two[kept]):
                return True
    return False


def is_close(one: Tensor, two: Tensor) -> bool:
    """Whether two tensors hold the same numbers, but for how sums are rounded."""
    if one.shape != two.shape or one.dtype != two.dtype:
        return False
    if not one.is_floating_point() and not one.is_complex():
        return torch.equal(one, two)
    return torch.allclose(one, two, rtol=1e-3, atol=1e-4, equal_nan=True)


def _changed(tensors: Sequence[Tensor], axis: int, place: int) -> list[Tensor]:
    """The same tensors, with other values at one place of an axis."""
    changed = [tensor.clone() for tensor in tensors]
    for tensor in changed:
        if tensor.dim() > axis:
            there = tensor.select(axis, place)
            there.copy_(_others(there, tensor))
    return changed


def _others(values: Tensor, among: Tensor) -> Tensor:
    """Other values of the same kind; whole numbers stay among those that are there."""
    if values.dtype == torch.bool:
        return ~values
    if values.is_floating_point() or values.is_complex():
        return 0.3 - 1.7 * values
    return among.max() + among.min() - values


def other_examples(tensors: Sequence[Tensor]) -> list[Tensor]:
    """Examples of other values in other rows."""
    return [_others(tensor, tensor) if tensor.numel() else tensor for tensor in tensors]


class BatchFirst(Given):
    """A call of a module whose batch is the second axis, with tensors and answers that have it first."""

    def __init__(self, given: Given, axes: Sequence[int]) -> None:
        turned = [tensor.transpose(0, 1).contiguous() for tensor in given.tensors]
        super().__init__(given.args, given.kwargs, turned, given.names)
        self._axes = axes

    def call(self, module: nn.Module, tensors: Sequence[Tensor]) -> Any:
        answer = super().call(module, [tensor.transpose(0, 1) for tensor in tensors])
        axes = iter(self._axes)
        return pytree.tree_map_only(Tensor, lambda each: each.transpose(0, 1) if next(axes) else each, answer)


def with_batch_first(module: nn.Module, given: Given) -> Given | None:
    """The call with the batch as the first axis, of a module that has the steps of sequences there; None for others."""
    parts = [part for part in module.modules() if getattr(part, "batch_first", True) is False]
    if not parts or any(tensor.dim() < 2 for tensor in given.tensors):
        return None
    if not is_mixing(module, given, 0):
        return None
    doubled = [torch.cat([tensor, tensor], 1) for tensor in given.tensors]
    wide = Given(given.args, given.kwargs, doubled, given.names)
    before, after = answers(module, given, given.tensors), answers(module, wide, doubled)
    if before is None or after is None or len(before) != len(after):
        return None
    pairs = zip(before, after, strict=True)
    grown = [[at for at, size in enumerate(one.shape) if size != two.shape[at]] for one, two in pairs]
    axes = [each[0] for each in grown if len(each) == 1 and each[0] < 2]
    if len(axes) < len(grown) or is_mixing(module, wide, 1, axes):
        return None
    return BatchFirst(wide, axes)


def with_batch_added(module: nn.Module, given: Given) -> Given | None:
    """The call with a batch before the axes of the example, where the module answers each sample of it as it did."""
    both = [torch.stack([tensor, _others(tensor, tensor)]) for tensor in given.tensors]
    lifted = Given(given.args, given.kwargs, both, given.names)
    together = answers(module, lifted, both)
    alone = [answers(module, given, [tensor[place] for tensor in both]) for place in (0, 1)]
    if together is None or alone[0] is None or alone[1] is None:
        return None
    stacked = [torch.stack(pair) for pair in zip(*alone, strict=True) if pair[0].shape == pair[1].shape]
    if len(stacked) != len(together) or not all(map(is_close, together, stacked)):
        return None
    return lifted


def seq_first_parts(module: nn.Module) -> str:
    """The parts of a module that read the steps first, in words."""
    parts = [
        f"{path} ({type(part).__name__})" if path else type(part).__name__
        for path, part in module.named_modules()
        if getattr(part, "batch_first", True) is False
    ]
    return ", ".join(parts[:2])
