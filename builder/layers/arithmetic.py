"""Arithmetic: two signals, value by value."""

from functools import partial

import torch

from builder.fields import of_two
from builder.layer import REAL

arithmetic = partial(of_two, category="Arithmetic", expects={"input": REAL, "other": REAL})

LAYERS = (
    arithmetic(
        torch.add,
        type_name="Add",
        summary="Adds two signals of the same shape, value by value; a skip connection ends here.",
        docs="Adds two tensors value by value, as `torch.add` does.\n\nShape:\n    - input, other: the same shape\n"
        "    - output: that shape",
    ),
    arithmetic(torch.sub, type_name="Subtract", summary="Subtracts the second signal from the first, value by value."),
    arithmetic(
        torch.mul, type_name="Multiply", summary="Multiplies two signals, value by value; a gate is made of it."
    ),
    arithmetic(torch.div, type_name="Divide", summary="Divides the first signal by the second, value by value."),
    arithmetic(torch.maximum, type_name="Maximum", summary="Takes the larger of two values, place by place."),
    arithmetic(torch.minimum, type_name="Minimum", summary="Takes the smaller of two values, place by place."),
    arithmetic(
        torch.atan2, type_name="Atan2", summary="Gives the angle of a point from its two coordinates, in radians."
    ),
)
