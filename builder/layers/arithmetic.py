"""Arithmetic: two signals or more, value by value."""

import ast
from collections.abc import Callable, Mapping
from functools import partial, reduce
from typing import Any

import torch
from torch import Tensor, nn

from builder.kinds.expected import ANY_TENSOR, REAL
from builder.kinds.fields import OUTPUT, of_two
from builder.kinds.layer import Params, Tensors
from builder.kinds.many_ports import Gathering


class Chained(Gathering):
    """A function of two tensors, applied from the first to the last; more than two are written with its operator."""

    def __init__(self, function: Callable[..., Tensor], operator: ast.operator, **facts: Any) -> None:
        self._operator = operator
        super().__init__(
            function,
            names=("input", "other"),
            category="Arithmetic",
            output=OUTPUT,
            accepts=ANY_TENSOR,
            each=REAL,
            **facts,
        )

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        return reduce(self._function, self.in_order(inputs))

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        terms = self.in_order(inputs)
        if len(terms) == 2:
            return ast.Call(func=self._name, args=terms, keywords=[])
        return reduce(lambda left, right: ast.BinOp(left=left, op=self._operator, right=right), terms)


arithmetic = partial(of_two, category="Arithmetic", expects={"input": REAL, "other": REAL})

LAYERS = (
    Chained(
        torch.add,
        ast.Add(),
        type_name="Add",
        summary="Adds signals of the same shape, value by value; a skip connection ends here.",
        docs="Adds two or more tensors value by value, as `torch.add` does.\n\n"
        "Shape:\n    - input, other: the same shape\n    - output: that shape",
    ),
    arithmetic(torch.sub, type_name="Subtract", summary="Subtracts the second signal from the first, value by value."),
    Chained(
        torch.mul,
        ast.Mult(),
        type_name="Multiply",
        summary="Multiplies signals, value by value; a gate is made of it.",
    ),
    arithmetic(torch.div, type_name="Divide", summary="Divides the first signal by the second, value by value."),
    arithmetic(torch.maximum, type_name="Maximum", summary="Takes the larger of two values, place by place."),
    arithmetic(torch.minimum, type_name="Minimum", summary="Takes the smaller of two values, place by place."),
    arithmetic(
        torch.atan2, type_name="Atan2", summary="Gives the angle of a point from its two coordinates, in radians."
    ),
)
