"""Comparison: yes or no, value by value."""

import ast
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import torch
from torch import Tensor

from builder.kinds.expected import ANYTHING, Expected
from builder.kinds.fields import ANY_INPUT, ANY_OTHER, OUTPUT
from builder.kinds.layer import Params
from builder.kinds.spec import Param
from builder.kinds.syntax import literal
from builder.kinds.tensor_function import TensorFunction

compare = partial(
    TensorFunction,
    category="Comparison",
    inputs=(ANY_INPUT, ANY_OTHER),
    output=OUTPUT,
    expects={"input": ANYTHING, "other": ANYTHING},
)


class CompareWithNumber(TensorFunction):
    """A comparison with a fixed number, written with its sign as one would by hand."""

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        sign = _SIGNS[str(params["relation"])][1]()
        return ast.Compare(left=inputs["input"], ops=[sign], comparators=[literal(params["value"])])

    @property
    def own_code(self) -> tuple[Any, ...]:
        return ()


_SIGNS: Mapping[str, tuple[Callable[[Tensor, float], Tensor], type[ast.cmpop]]] = {
    "equal": (torch.eq, ast.Eq),
    "different": (torch.ne, ast.NotEq),
    "greater": (torch.gt, ast.Gt),
    "greater or equal": (torch.ge, ast.GtE),
    "less": (torch.lt, ast.Lt),
    "less or equal": (torch.le, ast.LtE),
}


def compare_with(input: Tensor, relation: str, value: float) -> Tensor:
    """Says where values are equal to a number, or above or below it."""
    return _SIGNS[relation][0](input, value)


YES_OR_NO = Expected((), "yes-or-no values, as a comparison gives", "bool")
logic = partial(compare, expects={"input": YES_OR_NO, "other": YES_OR_NO})

LAYERS = (
    CompareWithNumber(
        compare_with,
        type_name="Compare",
        category="Comparison",
        summary="Says where values are above, below or equal to a fixed number.",
        inputs=(ANY_INPUT,),
        output=OUTPUT,
        params=(
            Param(
                name="relation",
                kind="choice",
                default="greater",
                choices=tuple(_SIGNS),
                help="How values are compared.",
            ),
            Param(name="value", kind="float", default=0.0, help="The number that they are compared with."),
        ),
        expects={"input": ANYTHING},
    ),
    compare(torch.eq, type_name="Equal", summary="Says where two signals have the same value."),
    compare(torch.ne, type_name="NotEqual", summary="Says where two signals differ."),
    compare(torch.gt, type_name="Greater", summary="Says where the first signal is greater."),
    compare(torch.ge, type_name="GreaterEqual", summary="Says where the first signal is greater or the same."),
    compare(torch.lt, type_name="Less", summary="Says where the first signal is smaller."),
    compare(torch.le, type_name="LessEqual", summary="Says where the first signal is smaller or the same."),
    logic(torch.logical_and, type_name="LogicalAnd", summary="Says where both are true."),
    logic(torch.logical_or, type_name="LogicalOr", summary="Says where one or both are true."),
    logic(
        torch.logical_not,
        type_name="LogicalNot",
        summary="Turns yes into no and no into yes.",
        inputs=(ANY_INPUT,),
        expects={"input": YES_OR_NO},
    ),
)
