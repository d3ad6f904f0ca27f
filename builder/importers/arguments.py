"""The arguments of a traced operation as a node of type Aten holds them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, fx

from builder.importers.sizes import OpenSize, Sizes, expression, is_symbolic

_PLACEMENT = ("device", "layout", "pin_memory", "non_blocking")
_RESHAPES = ("view.default", "reshape.default", "_unsafe_view.default")


def written(node: fx.Node, op: Any, sources: list[fx.Node]) -> tuple[dict[str, Any], list[fx.Node]]:
    """The arguments by the names of the operation's schema, and the nodes that are wired to it, in order.

    Args:
        sources: what comes into the network, from which the batch size can be read.

    Raises:
        OpenSize: a size depends on values, or an argument can't be written.
    """
    given = dict(zip((argument.name for argument in op._schema.arguments), node.args, strict=False)) | node.kwargs
    wired = list(dict.fromkeys(_tensors_in(list(given.values()))))
    own = [(place, each.meta["val"]) for place, each in enumerate(wired)]
    by_name = {each.name: each for each in sources}

    def place_of(name: str) -> int:
        if by_name[name] not in wired:
            wired.append(by_name[name])
        return wired.index(by_name[name])

    sizes = Sizes(own, {name: each.meta["val"] for name, each in by_name.items()}, place_of)
    shape = next((name for name in ("size", "shape") if isinstance(given.get(name), list | tuple)), None)
    if shape:
        given[shape] = _told_by_input(op, given[shape], own, node.meta["val"])
    kept = {name: value for name, value in given.items() if name not in _PLACEMENT}
    if kept.get("memory_format", 0) is None:
        del kept["memory_format"]
    return {name: _argument(value, wired, sizes) for name, value in kept.items()}, wired


def _argument(value: Any, wired: list[fx.Node], sizes: Sizes) -> Any:
    if isinstance(value, list | tuple):
        return [_argument(item, wired, sizes) for item in value]
    if isinstance(value, fx.Node):
        return {"input": wired.index(value)} if is_tensor(value) else _argument(value.meta.get("val"), wired, sizes)
    if isinstance(value, torch.dtype):
        return {"dtype": str(value).removeprefix("torch.")}
    if isinstance(value, torch.memory_format):
        return {"memory_format": str(value).removeprefix("torch.")}
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": str(value)}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, torch.SymInt):
        return sizes.write(value)
    raise OpenSize(str(value))


def filled(op: Any, arguments: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """An operation that does the same wherever values lie in memory, and never reads memory as it was found."""
    name = op.__name__.split(".")[0]
    if op.__name__ in _RESHAPES:
        shape = arguments.get("size", arguments.get("shape"))
        return torch.ops.aten.reshape.default, {"self": arguments["self"], "shape": shape}
    if name in ("empty", "empty_permuted"):
        kept = {key: value for key, value in arguments.items() if key in ("size", "dtype")}
        return torch.ops.aten.zeros.default, kept
    if name in ("empty_like", "new_empty"):
        return getattr(torch.ops.aten, name.replace("empty", "zeros")).default, arguments
    return op, arguments


def _told_by_input(op: Any, size: Any, own: list[tuple[int, Tensor]], result: Any) -> list[Any]:
    """A new shape with -1 for what follows from the input, so that it holds for every batch."""
    if not own or not isinstance(result, Tensor):
        return list(size)
    if op.__name__ in _RESHAPES and sum(map(is_symbolic, result.shape)) <= 1:
        return [-1 if is_symbolic(axis) else int(axis) for axis in result.shape]
    if op.__name__ == "expand.default":
        before = [None] * (result.dim() - own[0][1].dim()) + list(own[0][1].shape)
        return [
            -1 if old is not None and expression(old) == expression(new) else new if is_symbolic(new) else int(new)
            for old, new in zip(before, result.shape, strict=True)
        ]
    return list(size)


def is_tensor(node: fx.Node) -> bool:
    """Whether a node of the graph gives a single tensor."""
    return isinstance(node.meta.get("val"), Tensor)


def _tensors_in(value: Any) -> Iterator[fx.Node]:
    if isinstance(value, fx.Node):
        yield from [value] * is_tensor(value)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _tensors_in(item)
