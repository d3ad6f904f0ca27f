"""Offers a module or function of ``builder/modules`` as a node; its form is read from its signature and docstring.

The docstring's first sentence is the palette's; its ``Shape:`` lists the ports, inputs first, by the names
that the code gives them. In the source of a drawing the code is printed as it stands.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

from torch import nn

from builder.layer import ANY_TENSOR, REAL, Layer, Params, TensorFunction, TorchLayer
from builder.signatures import params_of, plain
from builder.spec import Param, Port

_PORT = re.compile(r"^    - (?P<name>\w+): (?P<text>.*)$")


class OwnModule(TorchLayer):
    """A module of ours as a node.

    Args:
        choices: the words that a parameter takes, for those that take words.
        facts: what `TorchLayer` takes and the docstring does not say.
    """

    def __init__(
        self,
        module: type[nn.Module],
        *,
        category: str,
        choices: Mapping[str, tuple[str, ...]] | None = None,
        **facts: Any,
    ) -> None:
        inputs, outputs = ports_of(module, module.forward)
        names = tuple(port.name for port in outputs)
        returns = names if len(names) > 1 else names[0]
        super().__init__(module, category=category, summary=summary_of(module), inputs=inputs, returns=returns, **facts)
        params = _with_choices(self.spec.params, choices or {})
        Layer.__init__(self, self.spec.model_copy(update={"outputs": outputs, "params": params}), self.expects)

    def construct(self, params: Params) -> ast.expr:
        made = super().construct(params)
        assert isinstance(made, ast.Call)
        return ast.Call(func=ast.Name(id=self._module.__name__), args=made.args, keywords=made.keywords)

    @property
    def own_code(self) -> tuple[Any, ...]:
        return (self._module,)


class OwnFunction(TensorFunction):
    """A function of ours as a node: its tensors are ports, its other arguments parameters."""

    def __init__(
        self,
        function: Callable[..., Any],
        *,
        type_name: str,
        category: str,
        limits: Mapping[str, tuple[float | None, float | None]] | None = None,
        choices: Mapping[str, tuple[str, ...]] | None = None,
        **facts: Any,
    ) -> None:
        inputs, outputs = ports_of(function, function)
        expects = {port.name: REAL for port in inputs} | dict(facts.pop("expects", {}))
        params = params_of(function, hidden=frozenset(port.name for port in inputs), limits=limits)
        super().__init__(
            function,
            type_name=type_name,
            category=category,
            summary=summary_of(function),
            inputs=inputs,
            output=outputs if len(outputs) > 1 else outputs[0],
            params=_with_choices(params, choices or {}),
            expects=expects,
            **facts,
        )


def summary_of(target: Callable[..., Any]) -> str:
    """The first sentence of a docstring."""
    return (inspect.getdoc(target) or "").partition("\n\n")[0].replace("\n", " ")


def ports_of(documented: Callable[..., Any], called: Callable[..., Any]) -> tuple[tuple[Port, ...], tuple[Port, ...]]:
    """The inputs and outputs that a docstring's ``Shape:`` lists; those that the call takes are inputs.

    Raises:
        TypeError: the docstring and the call disagree.
    """
    shapes = shape_docs(inspect.getdoc(documented) or "")
    arguments = inspect.signature(called).parameters
    inputs = [name for name in shapes if name in arguments]
    outputs = [name for name in shapes if name not in arguments]
    if not outputs or list(shapes) != inputs + outputs or inputs != [name for name in arguments if name in shapes]:
        raise TypeError(f"{documented.__name__}: Shape must list the inputs in order, and then the outputs")
    return (
        tuple(
            Port(
                name=name,
                accepts=ANY_TENSOR,
                optional=arguments[name].default is not inspect.Parameter.empty,
                help=shapes[name],
            )
            for name in inputs
        ),
        tuple(Port(name=name, kind="loss" if name == "loss" else "tensor", help=shapes[name]) for name in outputs),
    )


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


def _with_choices(params: tuple[Param, ...], choices: Mapping[str, tuple[str, ...]]) -> tuple[Param, ...]:
    return tuple(
        param.model_copy(update={"kind": "choice", "choices": choices[param.name]}) if param.name in choices else param
        for param in params
    )
