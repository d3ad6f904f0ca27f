"""Layers of torch in place of plain calls with weights, as an exported program has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import fx, nn

Makes = Callable[..., nn.Module]


def _conv(kind: Any, weight: torch.Tensor, bias: Any, settings: Mapping[str, Any]) -> nn.Module:
    groups = settings.get("groups", 1)
    made: nn.Module = kind(
        weight.shape[1] * groups,
        weight.shape[0],
        tuple(weight.shape[2:]),
        _plain(settings.get("stride", 1)),
        _plain(settings.get("padding", 0)),
        _plain(settings.get("dilation", 1)),
        groups,
        bias is not None,
    )
    return made


def _plain(setting: Any) -> Any:
    return tuple(setting) if isinstance(setting, list | tuple) else setting


def _batch_norm(weight: torch.Tensor, bias: Any, settings: Mapping[str, Any], rank: int) -> nn.Module:
    kind = {4: nn.BatchNorm2d, 5: nn.BatchNorm3d}.get(rank, nn.BatchNorm1d)
    return kind(len(weight), settings["eps"], settings["momentum"])


def _embedding(weight: torch.Tensor, settings: Mapping[str, Any]) -> nn.Module:
    row = settings.get("padding_idx", -1)
    return nn.Embedding(weight.shape[0], weight.shape[1], None if row < 0 else row)


_MAKES: Mapping[str, Callable[[torch.Tensor, Any, Mapping[str, Any], int], nn.Module]] = {
    "linear": lambda w, b, _, rank: nn.Linear(w.shape[1], w.shape[0], b is not None),
    "conv1d": lambda w, b, settings, rank: _conv(nn.Conv1d, w, b, settings),
    "conv2d": lambda w, b, settings, rank: _conv(nn.Conv2d, w, b, settings),
    "conv3d": lambda w, b, settings, rank: _conv(nn.Conv3d, w, b, settings),
    "layer_norm": lambda w, b, settings, rank: nn.LayerNorm(w.shape, settings.get("eps", 1e-5), bias=b is not None),
    "group_norm": lambda w, b, settings, rank: nn.GroupNorm(settings["num_groups"], len(w), settings.get("eps", 1e-5)),
    "batch_norm": _batch_norm,
    "embedding": lambda w, b, settings, rank: _embedding(w, settings),
}


def layer_with(name: str, tensors: Mapping[str, Any], settings: Mapping[str, Any], rank: int) -> nn.Module | None:
    """The layer that an operation with such weights is, without storage; None where there is none.

    Args:
        name: of the operation, such as ``layer_norm``.
        rank: how many axes its input has.
    """
    with torch.device("meta"):
        if name == "layer_norm" and not tensors:
            return nn.LayerNorm(settings["normalized_shape"], settings["eps"], elementwise_affine=False)
        if name not in _MAKES or "weight" not in tensors:
            return None
        layer: nn.Module = _MAKES[name](tensors["weight"], tensors.get("bias"), settings, rank)
    return layer if layer.state_dict().keys() - {"num_batches_tracked"} == tensors.keys() else None


def with_layers(module: fx.GraphModule) -> fx.GraphModule:
    """A module whose calls with weights of its own are layers, named as the weights are."""
    nodes = list(module.graph.nodes)
    uses = Counter(str(node.target) for node in nodes if node.op == "get_attr" for _ in node.users)
    for node in nodes:
        name = getattr(node.target, "__name__", "").split(".")[0]
        if node.op == "call_function" and name in _MAKES:
            _replace(module, node, _MAKES[name], uses)
    module.recompile()
    return module


def _replace(module: fx.GraphModule, node: fx.Node, make: Callable[..., nn.Module], uses: Mapping[str, int]) -> None:
    """Put a layer in place of one call, if all its tensors but one are weights of its own, in one place."""
    names = [argument.name for argument in node.target._schema.arguments]  # type: ignore[union-attr]
    given = dict(zip(names, node.args, strict=False)) | node.kwargs
    held = {key: value for key, value in given.items() if isinstance(value, fx.Node) and value.op == "get_attr"}
    read = [value for value in given.values() if isinstance(value, fx.Node) and value.op != "get_attr"]
    paths = {str(value.target).rpartition(".")[0] for value in held.values()}
    is_shared = any(uses[str(value.target)] > 1 for value in held.values())
    if "weight" not in held or is_shared or len(read) != 1 or len(paths) != 1 or not (path := paths.pop()):
        return
    tensors = {key: _tensor(module, str(value.target)) for key, value in held.items()}
    if module.get_submodule(path).state_dict().keys() - {"num_batches_tracked"} != tensors.keys():
        return
    settings = {key: value for key, value in given.items() if not isinstance(value, fx.Node)}
    with torch.device("meta"):
        layer = make(tensors["weight"], tensors.get("bias"), settings, read[0].meta["val"].dim())
    if layer.state_dict().keys() - {"num_batches_tracked"} != tensors.keys():
        return
    for key, tensor in tensors.items():
        setattr(layer, key, tensor)
    if isinstance(layer, nn.modules.batchnorm._BatchNorm):
        layer.num_batches_tracked = torch.tensor(0)
    module.add_submodule(path, layer)
    with module.graph.inserting_before(node):
        called = module.graph.call_module(path, (read[0],))
    called.meta = dict(node.meta)
    node.replace_all_uses_with(called)
    module.graph.erase_node(node)


def _tensor(module: nn.Module, path: str) -> torch.Tensor:
    around, _, name = path.rpartition(".")
    found: torch.Tensor = getattr(module.get_submodule(around), name)
    return found
