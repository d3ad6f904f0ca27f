"""What of a module does not learn, as a node can say it."""

from __future__ import annotations

from collections.abc import Collection

from torch import nn

from builder.drawing.document import Lock

_SWITCHES = (
    nn.modules.dropout._DropoutNd,
    nn.modules.batchnorm._NormBase,
    nn.RReLU,
    nn.RNNBase,
    nn.MultiheadAttention,
)


def lock_of(module: nn.Module, still: Collection[nn.Module]) -> Lock | None:
    """What of a part of the catalogue is frozen; None where its node could not say so.

    Args:
        still: parts that answer even while the whole trains.
    """
    learns = {weight.requires_grad for weight in module.parameters()}
    if len(learns) > 1:
        return "" if _has_statistics(module) else None
    is_still = any(part in still for part in module.modules() if isinstance(part, _SWITCHES))
    if learns == {False}:
        return "whole" if is_still else "weights"
    return None if is_still else ""


def partly_frozen(module: nn.Module) -> bool:
    """Whether some weights of a module learn and others do not, in a module whose node can't say so."""
    return len({weight.requires_grad for weight in module.parameters()}) > 1 and _has_statistics(module)


def _has_statistics(module: nn.Module) -> bool:
    return any(isinstance(part, nn.modules.batchnorm._NormBase) for part in module.modules())
