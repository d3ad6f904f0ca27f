"""What a node type knows: its facts, how to run it for shapes, and how it reads as Python.

Each kind of node (a torch module, a tensor function, a data set, an Objective) is a class of this folder; each node
type is one object, made in one file of ``builder/layers``, ``builder/modules`` or ``builder/datasets``.
"""

from __future__ import annotations

import ast
import copy
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Self, TypeVar

import torch
from torch import Tensor, nn

from builder.drawing.document import Value
from builder.drawing.problems import Problem
from builder.kinds.expected import Expected
from builder.kinds.spec import NodeType, Param, Port

Params = Mapping[str, Value]
Tensors = Mapping[str, Tensor]
Rule = Callable[[Tensors], int]
"""How a size follows from the inputs."""

T = TypeVar("T")


class Layer:
    """A node type. ``expects`` says, per input, which shapes it takes; ``smaller_is_better`` is true of mistakes.

    ``leaves_out_hidden`` is true of metrics to which negative targets are none. ``is_bound`` is false of what gets its
    ports from a block or a node that it does not name yet. ``only_fits`` are inputs that it is fitted on before the
    first step, and that it is not computed from.
    """

    smaller_is_better = False
    leaves_out_hidden = False
    is_bound = True
    only_fits: Collection[str] = ()
    spec: NodeType
    expects: Mapping[str, Expected]

    def __init__(self, spec: NodeType, expects: Mapping[str, Expected] | None = None) -> None:
        self.spec = spec
        self.expects = expects or {}
        self._params = {param.name: param for param in spec.params}

    def param(self, name: str) -> Param | None:
        return self._params.get(name)

    def for_node(self, params: Params, wired: Collection[str]) -> Layer:
        """The layer of a node with these parameters and wired inputs: this one, unless its ports follow from them."""
        return self

    def problem(self, params: Params) -> Problem | None:
        """What is wrong with a node of these parameters beyond each of them; it is told with the node's name."""
        return None


Returns = str | tuple["Returns", ...]
"""What a call gives back, as names of output ports: ``("output", ("h_n", "c_n"))``."""


class ComputedLayer(Layer, ABC):
    """A node that computes its outputs from its inputs: a layer, a loss or a metric.

    ``returns`` is how the call's result is built from the output ports.
    """

    returns: Returns

    def sizes(self, inputs: Tensors) -> dict[str, int]:
        """Parameters that follow from the inputs."""
        return {}

    def make(self, params: Params) -> nn.Module | None:
        """The module that holds the learned parameters, if there are any. Called on the meta device."""
        return None

    @abstractmethod
    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        """The result, built as ``returns`` says, for tensors that may have no storage."""

    def rounds(self, params: Params, inputs: Tensors) -> int:
        """How many times over the inside of the node is done, where `run` shows it once."""
        return 1

    def outputs(self, result: Any) -> dict[str, Tensor]:
        """The outputs of a result, by port."""
        return dict(_named(self.returns, result))

    def target(self, names: Mapping[str, ast.expr]) -> ast.expr:
        """What the call is assigned to: a name for each port, ``_`` where nobody needs it."""
        return _target(self.returns, names)

    def construct(self, params: Params) -> ast.expr | None:
        """The expression that makes the module in ``__init__``, if there is one."""
        return None

    @abstractmethod
    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        """The expression that computes the result."""

    def arguments(self, inputs: Mapping[str, T]) -> tuple[list[T], dict[str, T]]:
        """Required inputs go by position, optional ones that are wired by name."""
        takes = [port for port in self.spec.inputs if port.name not in self.only_fits]
        positional = [inputs[port.name] for port in takes if not port.optional]
        optional = [port.name for port in takes if port.optional and port.name in inputs]
        return positional, {name: inputs[name] for name in optional}

    def with_ports(self, *, inputs: Mapping[Port, Expected] | None = None, outputs: tuple[Port, ...] = ()) -> Self:
        """This layer with other inputs, or with other outputs, which a call then gives as a tuple."""
        other = copy.copy(self)
        if inputs is not None:
            other.spec = other.spec.model_copy(update={"inputs": tuple(inputs)})
            other.expects = {port.name: expected for port, expected in inputs.items()}
        if outputs:
            other.spec = other.spec.model_copy(update={"outputs": outputs})
            other.returns = tuple(port.name for port in outputs)
        return other

    @property
    def own_code(self) -> tuple[Any, ...]:
        """Functions and classes of ours whose source is printed into the compiled source."""
        return ()


def port_names(returns: Returns) -> tuple[str, ...]:
    """The output ports of a result, in order."""
    return (returns,) if isinstance(returns, str) else tuple(name for part in returns for name in port_names(part))


def _named(returns: Returns, result: Any) -> Iterator[tuple[str, Tensor]]:
    if isinstance(returns, str):
        yield returns, result
    else:
        for part, value in zip(returns, result, strict=True):
            yield from _named(part, value)


def _target(returns: Returns, names: Mapping[str, ast.expr]) -> ast.expr:
    if isinstance(returns, str):
        return names.get(returns, ast.Name(id="_"))
    return ast.Tuple(elts=[_target(part, names) for part in returns])


def on_meta(shape: tuple[int, ...], dtype: torch.dtype) -> Tensor:
    """A tensor with a shape and no storage."""
    return torch.empty(shape, dtype=dtype, device="meta")
