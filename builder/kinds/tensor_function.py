"""A function of tensors as a node: plain functions, losses and metrics."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping
from typing import Any, Literal

from torch import Tensor, nn

from builder.drawing.document import Value
from builder.kinds.calls import home_of
from builder.kinds.expected import ANY_TENSOR, Expected
from builder.kinds.layer import ComputedLayer, Layer, Params, Tensors
from builder.kinds.signatures import docs_of, documented, is_torchs, params_of
from builder.kinds.spec import NodeType, OnlyIf, Param, Port, PortKind
from builder.kinds.syntax import dotted, given

Reads = Literal["scores", "probability", "score", "value", "yes"]
"""How a loss or a metric takes what the network says: as one score for each class or, of each question, as the
probability of yes, as a score that is positive for yes, as a value near the target's, or (``yes``) as what it is."""


class TensorFunction(ComputedLayer):
    """A torch function of tensors, or one of ours, that learns nothing.

    Args:
        output: the one output, or several, which the function then returns as a tuple.
        docs, documented_by: the documentation, or whose it is; left out, it is the function's.
        params: with torch's defaults; ``required`` where torch has none.
        starts: friendly first values for what torch has no default, or another one, for.
        predict: gives an output of the right shape where the function itself can't run without storage.
        smaller_is_better: of a metric, that it measures mistakes.
        reads: of a loss or a metric of choices, how it takes its ``input``.
        unit: of a metric, how its figure is shown.
        leaves_out_hidden: of a metric, that negative targets don't count, whatever its parameters.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        *,
        type_name: str,
        category: str,
        summary: str,
        docs: str = "",
        documented_by: Callable[..., Any] | None = None,
        inputs: tuple[Port, ...],
        output: Port | tuple[Port, ...],
        role: Any = "layer",
        params: tuple[Param, ...] = (),
        starts: Mapping[str, Value] | None = None,
        expects: Mapping[str, Expected] | None = None,
        predict: Callable[..., Any] | None = None,
        smaller_is_better: bool = False,
        reads: Reads | None = None,
        unit: str = "",
        leaves_out_hidden: bool = False,
    ) -> None:
        self.reads = reads
        self.leaves_out_hidden = leaves_out_hidden
        self.smaller_is_better = smaller_is_better or role == "loss"
        self._function = function
        self._predict = predict or function
        own = inspect.signature(function).parameters if any(param.follows for param in params) else {}
        self._followed = frozenset(param.name for param in params if param.follows)
        self._defaults = {
            param.name: own[param.name].default if param.follows else param.default
            for param in params
            if not param.required
        }
        outputs = output if isinstance(output, tuple) else (output,)
        self.returns = tuple(port.name for port in outputs) if isinstance(output, tuple) else output.name
        words = docs or docs_of(documented_by or function)
        spec = NodeType(
            type=type_name,
            category=category,
            role=role,
            summary=summary,
            docs=words or summary,
            in_torchs_words=words != docs and is_torchs(documented_by or function),
            unit=unit,
            inputs=inputs,
            outputs=outputs,
            params=documented(params, words, starts or {}),
        )
        super().__init__(spec, expects)

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        positional, optional = self.arguments(inputs)
        return self._predict(*positional, **optional, **self._known(params))

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        positional, optional = self.arguments(inputs)
        keywords = [ast.keyword(arg=name, value=value) for name, value in optional.items()]
        return ast.Call(func=self._name, args=positional, keywords=keywords + self._keywords(params))

    def _keywords(self, params: Params) -> list[ast.keyword]:
        return given(self._known(params), self._defaults)

    def _known(self, params: Params) -> Params:
        """The parameters without those that follow and of which nobody has worked out yet what they are."""
        return {name: value for name, value in params.items() if value is not None or name not in self._followed}

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
    weight: tuple[str, str] | None = None,
    hidden: frozenset[str] = frozenset(),
    reductions: tuple[str, ...] = ("mean", "sum"),
    limits: Mapping[str, tuple[float | None, float | None]] | None = None,
    only_if: Mapping[str, OnlyIf] | None = None,
    **facts: Any,
) -> Layer:
    """A loss: torch's class gives the form and the documentation, its function the code.

    What it weighs by, a ``weight`` and its help, may be wired.
    """
    judged = (
        Port(name="input", accepts=ANY_TENSOR, help="What the network says."),
        Port(name="target", accepts=target, help="What it should have said."),
    )
    weighed = (Port(name=weight[0], accepts=ANY_TENSOR, optional=True, help=weight[1]),) if weight else ()
    return TensorFunction(
        function,
        type_name=module.__name__,
        category="Losses",
        role="loss",
        summary=summary,
        documented_by=module,
        inputs=(inputs or judged) + weighed,
        output=Port(name="loss", kind="loss"),
        params=params_of(
            module,
            hidden=hidden | {"weight", "pos_weight"},
            limits=limits,
            choices={"reduction": reductions},
            only_if=only_if,
        ),
        **facts,
    )
