"""Decisions that a module takes by the values of tensors: followed where what comes in has no say in them."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, fx, nn
from torch.export import ExportedProgram, export
from torch.export.graph_signature import InputKind
from torch.fx.experimental.symbolic_shapes import GuardOnDataDependentSymNode

_VALUES = ("item", "_local_scalar_dense")
_SHAPE_ONLY = ("zeros_like", "ones_like", "full_like", "empty_like", "rand_like", "randn_like")
_SHAPE_ONLY_STARTS = ("new_", "sym_")


def is_decision(error: BaseException | None) -> bool:
    """Whether a module could not be followed because it decides by values."""
    return isinstance(error, GuardOnDataDependentSymNode)


def export_decided(module: nn.Module, tensors: tuple[Tensor, ...], dynamic_shapes: Any) -> ExportedProgram | None:
    """The graph along the path that the example takes; None when what comes in has a say in the path.

    Masks that a module makes for itself, and switches that it keeps in a buffer, are decided once and for all.
    """
    try:
        with torch._functorch.config.patch(fake_tensor_propagate_real_tensors=True):
            program = export(module, tensors, dynamic_shapes=dynamic_shapes, strict=False)
    except Exception:  # whatever a module does that can't be followed even so
        return None
    given = {spec.arg.name for spec in program.graph_signature.input_specs if spec.kind is InputKind.USER_INPUT}
    decided = [node for node in program.graph.nodes if _name(node) in _VALUES]
    given |= {node.name for node in program.graph.nodes if _is_random(node)}
    return None if any(rests_on(node, given) for node in decided) else program


def _is_random(node: fx.Node) -> bool:
    """Whether an operation draws numbers, so that a decision by them is another one in every call."""
    return isinstance(node.target, torch._ops.OpOverload) and torch.Tag.nondeterministic_seeded in node.target.tags


def rests_on(node: fx.Node, given: set[str]) -> bool:
    """Whether a value depends on the values, not only on the shapes, of what comes in."""
    seen: set[fx.Node] = set()
    ahead = [node]
    while ahead:
        each = ahead.pop()
        if each in seen or _is_of_shape(each):
            continue
        if each.name in given:
            return True
        seen.add(each)
        ahead += each.all_input_nodes
    return False


def _is_of_shape(node: fx.Node) -> bool:
    return _name(node) in _SHAPE_ONLY or _name(node).startswith(_SHAPE_ONLY_STARTS)


def _name(node: fx.Node) -> str:
    return str(getattr(node.target, "__name__", "")).split(".", maxsplit=1)[0]
