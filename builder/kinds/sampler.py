"""A sampler: a node that runs parts of the drawing again and again, and feeds them what they gave.

Some of its inputs are such parts: what comes out on the wire is computed anew, as a function of the wires at other
inputs. A text is written so: the scores of letters as a function of the letters so far. The loop is a function of ours,
printed into the source as it stands; the parts are functions inside of the function that samples.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from builder.drawing.document import Value
from builder.drawing.problems import Problem
from builder.kinds.expected import Expected
from builder.kinds.layer import ComputedLayer, Params, Rule, Tensors
from builder.kinds.own_module import ports_of, summary_of
from builder.kinds.signatures import docs_of, params_of
from builder.kinds.spec import NodeType, OnlyIf
from builder.kinds.syntax import given

CHANCE = "chance"
Predicted = Callable[[Tensors, Params], Tensor | tuple[Tensor, ...]]


@dataclass(frozen=True)
class Inner:
    """A part of the drawing that is run anew: what comes in at ``port``, computed from what the sampler ``gives``.

    ``gives`` are ports too: the wires there are replaced. With ``is_undone`` it is the other way round: what is given
    is taken back, layer by layer, to what came in at the one port of ``gives``.
    ``is_raw`` says that what is computed there is no answer by itself: the sampler decodes it.
    """

    port: str
    gives: tuple[str, ...]
    is_undone: bool = False
    is_raw: bool = True


class Sampler(ComputedLayer):
    """A loop of ours as a node.

    Args:
        loop: its arguments are, in this order, the ports (parts of the drawing as functions, the rest as tensors),
            ``chance``, and the parameters. It returns what is made, or a tuple of it and more.
        inner: the parts that are run anew.
        predict: what comes out, without storage, from what comes in.
        forms: the ports of which only shape and kind are needed, for these parameters: they come as zeros.
        begins: the port whose first places may be given by hand, if one is; parameter ``kept`` says how many.
        infer: parameters that follow from what comes in.
        starts: first values of parameters, where they are others than those of the loop.
        follows: parameters that are worked out from the rest of the drawing where they are left out.
        refuses: what is wrong with a node of these parameters.
    """

    def __init__(
        self,
        loop: Callable[..., Any],
        *,
        type_name: str,
        inner: tuple[Inner, ...],
        predict: Predicted,
        forms: Callable[[Params], frozenset[str]] = lambda params: frozenset(),
        begins: str = "",
        infer: Mapping[str, Rule] | None = None,
        starts: Mapping[str, Value] | None = None,
        follows: frozenset[str] = frozenset(),
        limits: Mapping[str, tuple[float | None, float | None]] | None = None,
        choices: Mapping[str, tuple[str, ...]] | None = None,
        only_if: Mapping[str, OnlyIf] | None = None,
        expects: Mapping[str, Expected] | None = None,
        refuses: Callable[[Params], Problem | None] = lambda params: None,
    ) -> None:
        arguments = inspect.signature(loop).parameters
        takes = dict.fromkeys(arguments, ANY) | dict(expects or {})
        inputs, outputs = ports_of(loop, arguments, takes)
        ports = {port.name for port in inputs}
        names = tuple(port.name for port in outputs)
        self.returns = names if len(names) > 1 else names[0]
        self.loop, self.inner, self.forms, self.begins = loop, inner, forms, begins
        self._predict, self._infer, self._refuses = predict, infer or {}, refuses
        self._defaults = {name: each.default for name, each in arguments.items()}
        params = params_of(
            loop,
            inferred=frozenset(self._infer),
            hidden=frozenset({*ports, CHANCE}),
            starts=starts,
            limits=limits,
            choices=choices,
            only_if=only_if,
        )
        spec = NodeType(
            type=type_name,
            category="Sampling",
            role="sampler",
            summary=summary_of(loop),
            docs=docs_of(loop),
            inputs=inputs,
            outputs=outputs,
            params=tuple(
                param.model_copy(update={"follows": True, "required": False}) if param.name in follows else param
                for param in params
            ),
        )
        super().__init__(spec, {name: each for name, each in takes.items() if name in ports})

    def problem(self, params: Params) -> Problem | None:
        return self._refuses(params)

    def sizes(self, inputs: Tensors) -> dict[str, int]:
        return {name: rule(inputs) for name, rule in self._infer.items()}

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        return self._predict(inputs, params)

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        """The loop, called with functions where parts are run anew, and tensors for the other ports."""
        wired = [port.name for port in self.spec.inputs if port.name in inputs]
        positional = [inputs[name] for name in wired if self._defaults[name] is inspect.Parameter.empty]
        optional = [name for name in wired if self._defaults[name] is not inspect.Parameter.empty]
        keywords = [ast.keyword(arg=name, value=inputs[name]) for name in optional]
        values = {param.name: params[param.name] for param in self.spec.params if params.get(param.name) is not None}
        return ast.Call(
            func=ast.Name(self.loop.__name__),
            args=[*positional, ast.Name(CHANCE)],
            keywords=[*keywords, *given(values, self._defaults)],
        )

    @property
    def own_code(self) -> tuple[Any, ...]:
        return (self.loop,)


ANY = Expected(tuple(range(1, 7)), "signals of any shape", "any")


def like(tensor: Tensor, *shape: int) -> Tensor:
    """A tensor of this shape with numbers like another one's, and no values."""
    return torch.empty(shape, dtype=tensor.dtype, device=tensor.device)
