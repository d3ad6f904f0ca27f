"""What one node does, as the operations of torch that it comes down to: noted once, while it runs without storage.

A tensor is known by where it lies and how it is laid out there, as autograd hands on other objects for the same values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

_FLAT = ("Round", "Floor", "Ceil", "Trunc", "Sign", "Sgn", "Heaviside", "Frac")
"""Functions that autograd follows though their slope is zero everywhere."""
MOST_OPS = 4_000
"""Of a node that does more, such as a long recurrence, nothing is known but what depends on what."""

_Key = tuple[int, int, tuple[int, ...], tuple[int, ...], torch.dtype]


@dataclass(frozen=True, slots=True)
class Ref:
    """A tensor among the arguments of an operation: its place in ``Trace.shapes``."""

    index: int


@dataclass(frozen=True, slots=True)
class Op:
    """One operation, such as ``aten.mm``; ``results`` are places in ``Trace.shapes``."""

    name: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    results: tuple[int, ...]
    changes: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """Where gradients get to from an output: the inputs of the node, and whether weights of its own."""

    inputs: frozenset[str] = frozenset()
    own: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """The operations of a node in order. Tensors are numbered; ``storages`` says which lie in one place.

    Each shape is that for a batch of `builder.checker.axis.BATCHES[0]` samples.
    """

    shapes: tuple[tuple[int, ...], ...]
    storages: tuple[int, ...]
    inputs: Mapping[str, int]
    outputs: Mapping[str, int]
    weights: frozenset[int]
    ops: tuple[Op, ...]
    reach: Mapping[str, Reach] = field(default_factory=dict)


class Recorder:
    """Notes operations as they are done."""

    def __init__(self) -> None:
        self._places: dict[_Key, int] = {}
        self._held: list[Tensor] = []  # so that no place in memory is given twice
        self._ops: list[Op] = []
        self._is_too_long = False

    def note(self, func: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any], result: Any) -> None:
        """One operation that was done."""
        if len(self._ops) >= MOST_OPS:
            self._is_too_long = True
            return
        given, named = self._noted(args), {name: self._noted(value) for name, value in kwargs.items()}
        results = tuple(self._place(each) for each in _tensors(result))
        schema = func._schema
        self._ops.append(Op(schema.name.replace("::", "."), given, named, results, bool(schema.is_mutable)))

    def trace(self, inputs: Mapping[str, Tensor], outputs: Mapping[str, Tensor], weights: Iterable[Tensor]) -> Trace:
        """All that was done, from these inputs to these outputs."""
        ports = {name: self._place(tensor) for name, tensor in inputs.items()}
        ends = {name: self._place(tensor) for name, tensor in outputs.items()}
        own = frozenset(self._place(weight) for weight in weights if weight.requires_grad)
        starts = {tensor.grad_fn: name for name, tensor in inputs.items() if tensor.grad_fn is not None}
        numbers: dict[int, int] = {}
        return Trace(
            shapes=tuple(key[2] for key in self._places),
            storages=tuple(numbers.setdefault(key[0], len(numbers)) for key in self._places),
            inputs=ports,
            outputs=ends,
            weights=own,
            ops=() if self._is_too_long else tuple(self._ops),
            reach={name: _reach(tensor, starts) for name, tensor in outputs.items()},
        )

    def _noted(self, value: Any) -> Any:
        if isinstance(value, Tensor):
            return Ref(self._place(value))
        if isinstance(value, list | tuple):
            return tuple(self._noted(each) for each in value)
        return value

    def _place(self, tensor: Tensor) -> int:
        where = tensor.untyped_storage()._cdata, int(tensor.storage_offset())
        key: _Key = (*where, tuple(tensor.shape), tensor.stride(), tensor.dtype)
        if key not in self._places:
            self._places[key] = len(self._places)
            self._held.append(tensor)
        return self._places[key]


def _tensors(result: Any) -> Iterable[Tensor]:
    if isinstance(result, Tensor):
        return (result,)
    return (each for each in result if isinstance(each, Tensor)) if isinstance(result, list | tuple) else ()


def _reach(output: Tensor, starts: Mapping[Any, str]) -> Reach:
    """Follows the graph that autograd keeps, but not through what has no slope; a weight given as it is, is a leaf."""
    inputs, own, seen, ahead = set[str](), output.is_leaf and output.requires_grad, set[Any](), [output.grad_fn]
    while ahead:
        node = ahead.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if node in starts:
            inputs.add(starts[node])
        elif node.name().endswith("AccumulateGrad"):
            own = True
        elif not node.name().startswith(_FLAT):
            ahead += [before for before, _ in node.next_functions]
    return Reach(frozenset(inputs), own)
