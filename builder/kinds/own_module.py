"""Offers a module or function of ``builder/modules`` as a node; its form is read from its signature and docstring.

The docstring's first sentence is the palette's; its ``Shape:`` lists the ports, inputs first, by the names
that the code gives them. In the source of a drawing the code is printed as it stands.
"""

from __future__ import annotations

import ast
import copy
import inspect
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from builder.kinds.expected import ANY_TENSOR, REAL, TENSOR_OR_LABEL, Expected
from builder.kinds.layer import Layer, Params
from builder.kinds.signatures import params_of, plain
from builder.kinds.spec import OnlyIf, Port, PortKind
from builder.kinds.tensor_function import TensorFunction
from builder.kinds.torch_layer import TorchLayer

SEQUENCES = Expected((3,), "sequences of shape (N, T, features)")
ADJACENCY = Expected((2, 3), "the links of graphs, of shape (N, nodes, nodes) or (nodes, nodes)", "any")

Arguments = Mapping[str, inspect.Parameter]

_PORT = re.compile(r"^    - (?P<name>\w+): (?P<text>.*)$")


class OwnModule(TorchLayer):
    """A module of ours as a node.

    Args:
        expects: what the inputs take, where it is not real numbers of any shape; one alone is that of the first.
        facts: what `TorchLayer` takes and the docstring does not say.
    """

    def __init__(
        self,
        module: type[nn.Module],
        *,
        category: str,
        expects: Expected | Mapping[str, Expected] = REAL,
        **facts: Any,
    ) -> None:
        arguments = self.arguments_of(module)
        takes = _expectations(module, arguments, expects)
        inputs, outputs = ports_of(module, arguments, takes)
        names = tuple(port.name for port in outputs)
        returns = names if len(names) > 1 else names[0]
        summary = summary_of(module)
        super().__init__(
            module, category=category, summary=summary, inputs=inputs, returns=returns, expects=takes, **facts
        )
        self.spec = self.spec.model_copy(update={"outputs": outputs})

    def arguments_of(self, module: type[nn.Module]) -> Arguments:
        """What the module is called with; those that the docstring's ``Shape:`` lists are inputs."""
        return inspect.signature(module.forward).parameters

    def construct(self, params: Params) -> ast.expr:
        made = super().construct(params)
        assert isinstance(made, ast.Call)
        return ast.Call(func=ast.Name(id=self._module.__name__), args=made.args, keywords=made.keywords)

    @property
    def own_code(self) -> tuple[Any, ...]:
        return (self._module,)


class OwnFunction(TensorFunction):
    """A function of ours as a node: its tensors are ports, its other arguments parameters.

    Args:
        limits: smallest and largest sensible values of parameters.
        choices: the words that a parameter may be.
        only_if: which parameters matter only beside a value of another one.
        follows: parameters that are worked out from the rest of the drawing where they are left out.
        expects: as for `OwnModule`.
        facts: what `TensorFunction` takes and the docstring does not say.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        *,
        limits: Mapping[str, tuple[float | None, float | None]] | None = None,
        choices: Mapping[str, tuple[str, ...]] | None = None,
        only_if: Mapping[str, OnlyIf] | None = None,
        follows: Collection[str] = (),
        expects: Expected | Mapping[str, Expected] = REAL,
        **facts: Any,
    ) -> None:
        arguments = inspect.signature(function).parameters
        takes = _expectations(function, arguments, expects)
        inputs, outputs = ports_of(function, arguments, takes)
        params = params_of(
            function, hidden=frozenset(port.name for port in inputs), limits=limits, choices=choices, only_if=only_if
        )
        super().__init__(
            function,
            summary=summary_of(function),
            inputs=inputs,
            output=outputs if len(outputs) > 1 else outputs[0],
            params=tuple(
                param.model_copy(update={"follows": True, "default": None}) if param.name in follows else param
                for param in params
            ),
            expects=takes,
            **facts,
        )


class OwnMetric(OwnFunction):
    """A metric of ours as a node; its one output is called ``metric``.

    Args:
        fits: raises ValueError, in words, for inputs whose shapes don't suit each other; it gets what the metric gets,
            without storage.
        smaller_if: while its parameters hold this, it is better when it is smaller.
        facts: what `OwnFunction` takes, its ``unit`` above all.
    """

    def __init__(
        self,
        function: Callable[..., Tensor],
        *,
        unit: str,
        fits: Callable[..., None] | None = None,
        smaller_if: OnlyIf | None = None,
        **facts: Any,
    ) -> None:
        self._smaller_if = smaller_if

        def predicted(input: Tensor, *others: Tensor, **rest: Any) -> Tensor:
            if fits:
                fits(input, *others, **rest)
            return torch.empty((), device=input.device)

        super().__init__(function, category="Metrics", role="metric", unit=unit, predict=predicted, **facts)

    def for_node(self, params: Params, wired: Collection[str]) -> Layer:
        if self._smaller_if is None:
            return self
        other = copy.copy(self)
        other.smaller_is_better = self._smaller_if.holds(params)
        return other


def summary_of(target: Callable[..., Any]) -> str:
    """The first sentence of a docstring."""
    return (inspect.getdoc(target) or "").partition("\n\n")[0].replace("\n", " ")


def ports_of(
    documented: Callable[..., Any], arguments: Arguments, takes: Mapping[str, Expected]
) -> tuple[tuple[Port, ...], tuple[Port, ...]]:
    """The inputs and outputs that a docstring's ``Shape:`` lists; those that the call takes are inputs.

    Raises:
        TypeError: the docstring and the call disagree.
    """
    shapes = shape_docs(inspect.getdoc(documented) or "")
    inputs = [name for name in arguments if name in shapes]
    outputs = [name for name in shapes if name not in arguments]
    if not outputs or list(shapes) != inputs + outputs:
        raise TypeError(f"{documented.__name__}: Shape must list the inputs in order, and then the outputs")
    return (
        tuple(
            Port(
                name=name,
                accepts=ANY_TENSOR if takes[name].numbers == "real" else TENSOR_OR_LABEL,
                optional=arguments[name].default is not inspect.Parameter.empty,
                help=shapes[name],
            )
            for name in inputs
        ),
        tuple(Port(name=name, kind=_KINDS.get(name, "tensor"), help=shapes[name]) for name in outputs),
    )


_KINDS: dict[str, PortKind] = {"loss": "loss", "metric": "metric"}
"""What outputs of these names are."""


def _expectations(
    documented: Callable[..., Any], arguments: Arguments, given: Expected | Mapping[str, Expected]
) -> dict[str, Expected]:
    """What each input takes: real numbers, where nothing else is given."""
    inputs = [name for name in shape_docs(inspect.getdoc(documented) or "") if name in arguments]
    return dict.fromkeys(inputs, REAL) | ({inputs[0]: given} if isinstance(given, Expected) else dict(given))


def shape_docs(doc: str) -> dict[str, str]:
    """What the ``Shape:`` section of a docstring says of each port, as one plain line."""
    found: dict[str, str] = {}
    _, _, rest = doc.partition("\nShape:\n")
    for line in rest.partition("\n\n")[0].splitlines():
        match = _PORT.match(line)
        if match:
            found[match["name"]] = match["text"]
        elif found:
            found[next(reversed(found))] += " " + line.strip()
    return {name: plain(text) for name, text in found.items()}
