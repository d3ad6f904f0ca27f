"""Keeps what decides learning in a traced graph: where gradients stop, and what is dropped while training."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, fx
from torch.export import ExportedProgram

from builder.importers.own_operations import DROPOUT

_DROPS = ("dropout", "feature_dropout", "alpha_dropout", "feature_alpha_dropout")
_DETACH = torch.ops.aten.detach.default


def with_marks(program: ExportedProgram) -> set[str]:
    """Put a mark in place of every dropout, and stop gradients after what is computed without them.

    Gives the paths of statistics that torch would change without saying so; they stay as they are.
    """
    module = program.graph_module
    while any(_inlined(module, node) for node in list(module.graph.nodes)):
        pass
    left: set[fx.Node] = set()
    for node in list(module.graph.nodes):
        if node.op == "call_function":
            _mark_dropout(module.graph, node)
            left |= _without_statistics(node)
    module.graph.lint()
    module.recompile()
    buffers = program.graph_signature.inputs_to_buffers
    return {buffers[node.name] for node in left if node.name in buffers}


def _without_statistics(node: fx.Node) -> set[fx.Node]:
    """Have a normalisation by what comes in not write its statistics down; gives where it would have."""
    if node.target is not torch.ops.aten.instance_norm.default or not node.args[5]:
        return set()
    statistics = {each for each in node.args[3:5] if isinstance(each, fx.Node)}
    node.args = (*node.args[:3], None, None, *node.args[5:])
    return statistics


def _inlined(module: fx.GraphModule, node: fx.Node) -> bool:
    """Write out a region that is computed with or without gradients; whether the node was one."""
    if getattr(node.target, "__name__", "") != "wrap_with_set_grad_enabled":
        return False
    learns, inner, *given = node.args
    assert isinstance(inner, fx.Node)
    region: Any = getattr(module, str(inner.target))
    copies: dict[fx.Node, Any] = dict(zip(region.graph.find_nodes(op="placeholder"), given, strict=True))
    with module.graph.inserting_before(node):
        for each in region.graph.nodes:
            if each.op == "get_attr":
                copies[each] = _moved(module, region, each)
            elif each.op == "call_function":
                copies[each] = module.graph.node_copy(each, copies.__getitem__)
        (results,) = region.graph.output_node().args
        whole = not isinstance(results, tuple | list)
        outputs = [copies[each] for each in ([results] if whole else results)]
        places = [user for user in node.users if user.target is operator.getitem]
        for user in places:
            output = outputs[int(str(user.args[1]))]
            user.replace_all_uses_with(output if learns else _stopped(module.graph, output, list(user.users)))
            module.graph.erase_node(user)
    module.graph.erase_node(node)
    return True


def _moved(module: fx.GraphModule, region: Any, node: fx.Node) -> fx.Node:
    """What a region holds itself (a region inside it), held by the module."""
    name = f"{node.target}_inside"
    while hasattr(module, name):
        name += "_"
    setattr(module, name, getattr(region, str(node.target)))
    return module.graph.get_attr(name)


def _stopped(graph: fx.Graph, node: fx.Node, users: list[fx.Node]) -> fx.Node:
    """A tensor behind which no gradient flows; it stands in what both the tensor and those who use it stand in."""
    if not isinstance(node.meta.get("val"), Tensor) or not node.meta["val"].dtype.is_floating_point:
        return node
    stopped = graph.call_function(_DETACH, (node,))
    stacks = [list((each.meta.get("nn_module_stack") or {}).items()) for each in (node, *users)]
    shared = [calls[0] for calls in zip(*stacks, strict=False) if all(call == calls[0] for call in calls)]
    stopped.meta = {**node.meta, "nn_module_stack": dict(shared)}
    return stopped


def _mark_dropout(graph: fx.Graph, node: fx.Node) -> None:
    """Put a mark in place of an operation that drops values."""
    name = getattr(node.target, "__name__", "").removesuffix(".default")
    if name.removesuffix("_") not in _DROPS:
        return
    names = ("input", "p", "train")
    given = dict(zip(names, node.args, strict=False)) | node.kwargs
    with graph.inserting_before(node):
        marked = graph.call_function(DROPOUT, (given["input"], name.removesuffix("_"), given["p"], given["train"]))
        marked.meta = dict(node.meta)
        if name.endswith("_"):
            marked = graph.call_function(torch.ops.aten.copy_.default, (given["input"], marked))
            marked.meta = dict(node.meta)
    node.replace_all_uses_with(marked)
    graph.erase_node(node)


def learns_from(node: fx.Node, on: set[fx.Node]) -> bool:
    """Whether gradients flow from a node to any of some others."""
    return any(each in on for each in _before(node))


def _before(node: fx.Node) -> Iterator[fx.Node]:
    seen: set[fx.Node] = set()
    ahead = [node]
    while ahead:
        each = ahead.pop()
        if each in seen or each.target is _DETACH:
            continue
        seen.add(each)
        yield each
        ahead += [one for one in each.all_input_nodes if _is_real(one)]


def _is_real(node: fx.Node) -> bool:
    value = node.meta.get("val")
    if isinstance(value, list | tuple):
        return any(isinstance(each, Tensor) and each.dtype.is_floating_point for each in value)
    return isinstance(value, Tensor) and (value.dtype.is_floating_point or value.dtype.is_complex)
