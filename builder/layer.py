"""What a node type knows: its facts, how to run it for shapes, and how it reads as Python.

Each kind of node (a torch module, a tensor function, a loss, a metric) is a class here; each node
type is one object, made in one file of ``builder/layers`` or ``builder/datasets``.
"""

from __future__ import annotations

import ast
import copy
import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, TypeVar

import torch
from torch import Tensor, nn

from builder.calls import defaults_of, home_of
from builder.document import Value
from builder.signatures import arguments_of, documented, params_of
from builder.spec import NodeType, Param, Port, PortKind
from builder.syntax import dotted, given, literal

Params = Mapping[str, Value]
Tensors = Mapping[str, Tensor]
Rule = Callable[[Tensors], int]
"""How a size follows from the inputs."""

T = TypeVar("T")

ANY_TENSOR: tuple[PortKind, ...] = ("tensor", "image")
TENSOR_OR_LABEL: tuple[PortKind, ...] = ("tensor", "image", "label")

Numbers = Literal["real", "whole", "bool", "number", "any"]


@dataclass(frozen=True)
class Expected:
    """What an input takes: how many axes (any number, where ``ranks`` is empty), which numbers, both in words.

    Scores have an axis more than the targets that they are judged by: ``one_more_than`` names the port of those.
    """

    ranks: tuple[int, ...]
    words: str
    numbers: Numbers = "real"
    one_more_than: str = ""

    def fits(self, rank: int, dtype: torch.dtype) -> bool:
        """Whether a tensor of this many axes and these numbers may come in."""
        return rank in (self.ranks or (rank,)) and self.takes(dtype)

    def takes(self, dtype: torch.dtype) -> bool:
        """Whether these numbers may come in."""
        real, whole = dtype.is_floating_point, dtype == torch.int64
        fits = {"real": real, "whole": whole, "bool": dtype == torch.bool, "number": real or whole, "any": True}
        return fits[self.numbers]


REAL = Expected((), "real numbers")
WHOLE = Expected((), "whole numbers, such as tokens or classes", "whole")
NUMBERS = Expected((), "numbers", "number")
ANYTHING = Expected((), "any values", "any")
IMAGES = Expected((4,), "images of shape (N, channels, height, width)")
FEATURES = Expected((2,), "one row of features per sample, of shape (N, features)")


class Layer:
    """A node type. ``expects`` says, per input, which shapes it takes; ``smaller_is_better`` is true of mistakes."""

    smaller_is_better = False
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
        positional = [inputs[port.name] for port in self.spec.inputs if not port.optional]
        optional = [port.name for port in self.spec.inputs if port.optional and port.name in inputs]
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


class TorchLayer(ComputedLayer):
    """A `torch.nn` class; parameters, defaults and documentation come from torch.

    Args:
        function: computes the same, where the class holds nothing and behaves alike in training: the source calls it.
    """

    def __init__(
        self,
        module: type[nn.Module],
        function: Callable[..., Any] | None = None,
        *,
        category: str,
        summary: str,
        inputs: tuple[Port, ...] = (Port(name="input", accepts=ANY_TENSOR),),
        returns: Returns = "output",
        infer: Mapping[str, Rule] | None = None,
        starts: Mapping[str, Value] | None = None,
        limits: Mapping[str, tuple[float | None, float | None]] | None = None,
        choices: Mapping[str, tuple[str, ...]] | None = None,
        hidden: frozenset[str] = frozenset(),
        expects: Expected | Mapping[str, Expected] = REAL,
    ) -> None:
        self._module = module
        self.function = function
        self.returns = returns
        self._infer = infer or {}
        self._defaults = {argument.name: argument.default for argument in arguments_of(module)}
        self._required = [name for name, value in self._defaults.items() if value is inspect.Parameter.empty]
        spec = NodeType(
            type=module.__name__,
            category=category,
            role="layer",
            summary=summary,
            docs=inspect.getdoc(module) or "",
            inputs=inputs,
            outputs=tuple(Port(name=name) for name in port_names(returns)),
            params=params_of(
                module,
                inferred=frozenset(self._infer),
                hidden=hidden,
                starts=starts,
                limits=limits,
                choices=choices,
            ),
        )
        super().__init__(spec, {inputs[0].name: expects} if isinstance(expects, Expected) else expects)

    def sizes(self, inputs: Tensors) -> dict[str, int]:
        return {name: rule(inputs) for name, rule in self._infer.items()}

    def make(self, params: Params) -> nn.Module:
        return self._module(**params)

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        assert module is not None
        positional, optional = self.arguments(inputs)
        return module(*positional, **optional)

    def construct(self, params: Params) -> ast.expr | None:
        return None if self.function else self.made(params)

    def made(self, params: Params) -> ast.expr:
        """The expression that makes the module."""
        positional = [literal(params[name]) for name in self._required]
        keywords = [
            ast.keyword(arg=param.name, value=literal(params[param.name]))
            for param in self.spec.params
            if param.name not in self._required and params[param.name] != self._defaults[param.name]
        ]
        return ast.Call(func=dotted("nn", self._module.__name__), args=positional, keywords=keywords)

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        assert module is not None
        positional, optional = self.arguments(inputs)
        keywords = [ast.keyword(arg=name, value=value) for name, value in optional.items()]
        if self.function:
            told = given(params, defaults_of(self.function))
            return ast.Call(func=dotted(*home_of(self.function)), args=positional, keywords=keywords + told)
        return ast.Call(func=module, args=positional, keywords=keywords)


class TensorFunction(ComputedLayer):
    """A torch function of tensors, or one of ours, that learns nothing.

    Args:
        output: the one output, or several, which the function then returns as a tuple.
        params: with torch's defaults; ``required`` where torch has none.
        starts: friendly first values for what torch has no default, or another one, for.
        predict: gives an output of the right shape where the function itself can't run without storage.
        smaller_is_better: of a metric, that it measures mistakes.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        *,
        type_name: str,
        category: str,
        summary: str,
        docs: str = "",
        inputs: tuple[Port, ...],
        output: Port | tuple[Port, ...],
        role: Any = "layer",
        params: tuple[Param, ...] = (),
        starts: Mapping[str, Value] | None = None,
        expects: Mapping[str, Expected] | None = None,
        predict: Callable[..., Any] | None = None,
        smaller_is_better: bool = False,
    ) -> None:
        self.smaller_is_better = smaller_is_better or role == "loss"
        self._function = function
        self._predict = predict or function
        self._defaults = {param.name: param.default for param in params if not param.required}
        outputs = output if isinstance(output, tuple) else (output,)
        self.returns = tuple(port.name for port in outputs) if isinstance(output, tuple) else output.name
        spec = NodeType(
            type=type_name,
            category=category,
            role=role,
            summary=summary,
            docs=docs or inspect.getdoc(function) or summary,
            inputs=inputs,
            outputs=outputs,
            params=documented(params, docs or inspect.getdoc(function) or "", starts or {}),
        )
        super().__init__(spec, expects)

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        positional, optional = self.arguments(inputs)
        return self._predict(*positional, **optional, **params)

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        positional, optional = self.arguments(inputs)
        keywords = [ast.keyword(arg=name, value=value) for name, value in optional.items()]
        return ast.Call(func=self._name, args=positional, keywords=keywords + self._keywords(params))

    def _keywords(self, params: Params) -> list[ast.keyword]:
        return given(params, self._defaults)

    @property
    def own_code(self) -> tuple[Any, ...]:
        return (self._function,) if self._function.__module__.startswith("builder.") else ()

    @property
    def function_name(self) -> str:
        """What torch, or we, call the function."""
        return self._function.__name__

    @property
    def _name(self) -> ast.expr:
        if self.own_code:
            return ast.Name(id=self._function.__name__)
        return dotted(*home_of(self._function))


def loss(
    module: type[nn.Module],
    function: Callable[..., Tensor],
    *,
    summary: str,
    target: tuple[PortKind, ...] = ANY_TENSOR,
    inputs: tuple[Port, ...] = (),
    hidden: frozenset[str] = frozenset(),
    reductions: tuple[str, ...] = ("mean", "sum"),
    limits: Mapping[str, tuple[float | None, float | None]] | None = None,
    **facts: Any,
) -> Layer:
    """A loss: torch's class gives the form and the documentation, its function the code."""
    judged = (
        Port(name="input", accepts=ANY_TENSOR, help="What the network says."),
        Port(name="target", accepts=target, help="What it should have said."),
    )
    return TensorFunction(
        function,
        type_name=module.__name__,
        category="Losses",
        role="loss",
        summary=summary,
        docs=inspect.getdoc(module) or "",
        inputs=inputs or judged,
        output=Port(name="loss", kind="loss"),
        params=params_of(
            module, hidden=hidden | {"weight", "pos_weight"}, limits=limits, choices={"reduction": reductions}
        ),
        **facts,
    )


def channels(inputs: Tensors) -> int:
    """The second axis of ``input``: channels of images, features of rows."""
    return inputs["input"].shape[1]


def features(inputs: Tensors) -> int:
    """The last axis of ``input``."""
    return inputs["input"].shape[-1]


def last_of(port: str) -> Rule:
    """The last axis of an input."""
    return lambda inputs: inputs[port].shape[-1]


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
