"""Comparison: yes or no, value by value."""

from functools import partial

import torch

from builder.kinds.expected import ANYTHING, Expected
from builder.kinds.fields import ANY_INPUT, ANY_OTHER, OUTPUT
from builder.kinds.tensor_function import TensorFunction

compare = partial(
    TensorFunction,
    category="Comparison",
    inputs=(ANY_INPUT, ANY_OTHER),
    output=OUTPUT,
    expects={"input": ANYTHING, "other": ANYTHING},
)
YES_OR_NO = Expected((), "yes-or-no values, as a comparison gives", "bool")
logic = partial(compare, expects={"input": YES_OR_NO, "other": YES_OR_NO})

LAYERS = (
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
