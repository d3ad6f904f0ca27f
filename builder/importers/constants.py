"""What a network computes from nothing but its own fixed tensors: computed once, and drawn as what comes out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import torch
from torch import Tensor, fx

from builder.layers.parameter import DTYPES

MOST = 1_000_000
"""How many values may come out where less went in."""


def constants(nodes: Iterable[fx.Node], fixed: Mapping[fx.Node, Tensor]) -> dict[fx.Node, Tensor]:
    """The operations that give the same in every call, with what they give.

    Args:
        fixed: tensors of the network that neither training nor a call changes.
    """
    found: dict[fx.Node, Tensor] = {}
    known: dict[fx.Node, Any] = dict(fixed)
    for node in nodes:
        if node.op != "call_function" or not _is_fixed(node, known):
            continue
        given = fx.node.map_arg((node.args, node.kwargs), lambda each: known[each])
        with torch.no_grad():
            value = node.target(*given[0], **given[1])  # type: ignore[operator]
        known[node] = value
        if isinstance(value, Tensor) and str(value.dtype).removeprefix("torch.") in DTYPES:
            found[node] = value.clone()
    return found


def _is_fixed(node: fx.Node, known: Collection[fx.Node]) -> bool:
    target: Any = node.target
    if getattr(target, "__name__", "") == "getitem":
        return all(each in known for each in node.all_input_nodes)
    if not isinstance(target, torch._ops.OpOverload) or target.namespace != "aten":
        return False
    if torch.Tag.nondeterministic_seeded in target.tags or target._schema.is_mutable:
        return False
    return all(each in known for each in node.all_input_nodes) and _is_small(node)


def _is_small(node: fx.Node) -> bool:
    value = node.meta.get("val")
    tensors = [value] if isinstance(value, Tensor) else list(value) if isinstance(value, list | tuple) else []
    if not tensors or not all(isinstance(each, Tensor) for each in tensors):
        return False
    sizes = [each.numel() for each in tensors]
    return all(isinstance(size, int) for size in sizes) and sum(sizes) <= MOST
