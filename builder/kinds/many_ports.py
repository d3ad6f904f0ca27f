"""Tensor functions with as many ports as a node needs: they take several tensors, or give several."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from torch import Tensor, nn

from builder.kinds.expected import ANYTHING, TENSOR_OR_LABEL, Expected
from builder.kinds.fields import ANY_INPUT
from builder.kinds.layer import Layer, Params, Tensors
from builder.kinds.spec import Param, Port, PortKind
from builder.kinds.tensor_function import TensorFunction

MOST = 256
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
T = TypeVar("T")

INPUTS = Param(
    name="inputs",
    kind="int",
    minimum=2,
    maximum=MOST,
    help="How many inputs, all to be wired; left out, as many as are wired.",
)


class Gathering(TensorFunction):
    """A function of two or more tensors: of as many as ``inputs`` says or, left out, as are wired.

    Args:
        names: what the first two inputs are called; those after them are ``more`` and their number.
        spare: how many free inputs stand after those that are wired.
        each: what every input takes; ``help`` says what it is.
    """

    def __init__(
        self,
        function: Callable[..., Tensor],
        *,
        names: tuple[str, str] = ("input1", "input2"),
        more: str = "input",
        spare: int = 0,
        accepts: tuple[PortKind, ...] = TENSOR_OR_LABEL,
        each: Expected = ANYTHING,
        help: str = "",
        params: tuple[Param, ...] = (),
        **facts: Any,
    ) -> None:
        self._names = (*names, *(f"{more}{place}" for place in range(3, MOST + 1)))
        self._spare, self._each = spare, each
        self._port = Port(name="", accepts=accepts, help=help)
        inputs = self._ports(2, 2 + spare)
        expects = dict.fromkeys((port.name for port in inputs), each)
        super().__init__(function, inputs=inputs, params=(*params, INPUTS), expects=expects, **facts)

    def for_node(self, params: Params, wired: Collection[str]) -> Layer:
        said = params["inputs"]
        last = max((place for place, name in enumerate(self._names, 1) if name in wired), default=0)
        if said is not None:
            return self.with_inputs(int(str(said)))
        ports = self._ports(2, min(max(2, last) + self._spare, MOST))
        return self if ports == self.spec.inputs else self.with_ports(inputs=dict.fromkeys(ports, self._each))

    def with_inputs(self, many: int) -> Gathering:
        """This layer with so many inputs, all of them required."""
        return self.with_ports(inputs=dict.fromkeys(self._ports(many, many), self._each))

    def in_order(self, inputs: Mapping[str, T]) -> list[T]:
        """What is wired, from the first input to the last."""
        return [inputs[port.name] for port in self.spec.inputs if port.name in inputs]

    def _ports(self, required: int, many: int) -> tuple[Port, ...]:
        return tuple(
            self._port.model_copy(update={"name": name, "optional": place >= required})
            for place, name in enumerate(self._names[:many])
        )

    def _keywords(self, params: Params) -> list[ast.keyword]:
        return super()._keywords({name: value for name, value in params.items() if name != INPUTS.name})


class Splitting(TensorFunction):
    """A function that cuts one tensor into several.

    Args:
        many: how many, from the node's parameters.
        only_ports: the parameters that the function itself does not take.
    """

    def __init__(
        self,
        function: Callable[..., Sequence[Tensor]],
        *,
        many: Callable[[Params], int],
        starts: Params,
        only_ports: frozenset[str] = frozenset(),
        **facts: Any,
    ) -> None:
        self._many, self._only_ports = many, only_ports
        super().__init__(
            function,
            category="Shape",
            inputs=(ANY_INPUT,),
            output=_parts(many(starts)),
            starts=starts,
            expects={"input": ANYTHING},
            **facts,
        )

    def for_node(self, params: Params, wired: Collection[str]) -> Layer:
        parts = _parts(self._many(params))
        return self if parts == self.spec.outputs else self.with_ports(outputs=parts)

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        parts, many = super().run(module, self._taken(params), inputs), self._many(params)
        if len(parts) != many:
            size = inputs["input"].shape[int(str(params["dim"]))]
            raise ValueError(f"an axis of {size} gives {len(parts)} parts here, not {many}")
        return parts

    def _keywords(self, params: Params) -> list[ast.keyword]:
        return super()._keywords(self._taken(params))

    def _taken(self, params: Params) -> Params:
        return {name: value for name, value in params.items() if name not in self._only_ports}


def _parts(many: int) -> tuple[Port, ...]:
    """Outputs by their order: first, second, ..., and from the ninth on part9, part10, ..."""
    return tuple(Port(name=ORDINALS[i] if i < len(ORDINALS) else f"part{i + 1}") for i in range(many))
