"""A layer that is a class of `torch.nn`, and the sizes of it that follow from what comes in."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping
from typing import Any

from torch import nn

from builder.drawing.document import Value
from builder.kinds import starting
from builder.kinds.calls import defaults_of, home_of
from builder.kinds.expected import ANY_TENSOR, REAL, Expected
from builder.kinds.layer import ComputedLayer, Params, Returns, Rule, Tensors, port_names
from builder.kinds.signatures import arguments_of, docs_of, is_torchs, params_of
from builder.kinds.spec import NodeType, OnlyIf, Port
from builder.kinds.syntax import dotted, given, literal
from builder.script.starting import parametrized

WEIGHTED = frozenset(
    {
        *(nn.Linear, nn.Bilinear, nn.Conv1d, nn.Conv2d, nn.Conv3d),
        *(nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d, nn.Embedding),
    }
)
"""Layers of one weight, of which it can be said what it starts as and in which form it is learned."""

GATED = frozenset({nn.LSTM, nn.GRU})
"""Layers with gates, of which it can be said how long they remember at the start."""


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
        only_if: Mapping[str, OnlyIf] | None = None,
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
            docs=docs_of(module),
            in_torchs_words=is_torchs(module),
            inputs=inputs,
            outputs=tuple(Port(name=name) for name in port_names(returns)),
            params=params_of(
                module,
                inferred=frozenset(self._infer),
                hidden=hidden,
                starts=starts,
                limits=limits,
                choices=choices,
                only_if=only_if,
            )
            + (starting.OF_LAYERS if module in WEIGHTED else starting.OF_GATED if module in GATED else ()),
        )
        super().__init__(spec, {inputs[0].name: expects} if isinstance(expects, Expected) else expects)

    @property
    def can_be_undone(self) -> bool:
        """Whether it can be run backwards."""
        return hasattr(self._module, "inverse")

    def sizes(self, inputs: Tensors) -> dict[str, int]:
        return {name: rule(inputs) for name, rule in self._infer.items()}

    def make(self, params: Params) -> nn.Module:
        plain = {name: value for name, value in params.items() if name not in starting.NAMES}
        return parametrized(self._module(**plain), str(params.get("parametrization")))

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        assert module is not None
        positional, optional = self.arguments(inputs)
        return module(*positional, **optional)

    def construct(self, params: Params) -> ast.expr | None:
        return None if self.function else starting.as_started(self.made(params), params)

    def made(self, params: Params) -> ast.expr:
        """The expression that makes the module."""
        positional = [literal(params[name]) for name in self._required]
        keywords = [
            ast.keyword(arg=param.name, value=literal(params[param.name]))
            for param in self.spec.params
            if param.name not in {*self._required, *starting.NAMES} and params[param.name] != self._defaults[param.name]
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


def channels(inputs: Tensors) -> int:
    """The second axis of ``input``: channels of images, features of rows."""
    return inputs["input"].shape[1]


def features(inputs: Tensors) -> int:
    """The last axis of ``input``."""
    return inputs["input"].shape[-1]


def last_of(port: str) -> Rule:
    """The last axis of an input."""
    return lambda inputs: inputs[port].shape[-1]
