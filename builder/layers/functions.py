"""Functions of each value by itself."""

from functools import partial

import torch
from torch import Tensor

from builder.kinds.expected import ANYTHING, NUMBERS, REAL
from builder.kinds.fields import ANY_INPUT, OUTPUT, number, of_one
from builder.kinds.spec import Param
from builder.kinds.tensor_function import TensorFunction


def scale(input: Tensor, factor: float = 1.0, offset: float = 0.0) -> Tensor:
    """Multiplies by a fixed factor and adds a fixed offset."""
    return input * factor + offset


def to_float(input: Tensor) -> Tensor:
    """The same values as real numbers."""
    return input.float()


def to_long(input: Tensor) -> Tensor:
    """The same values as whole numbers; what stands behind the point is dropped."""
    return input.long()


function = partial(of_one, category="Arithmetic", expects={"input": REAL})
cast = partial(TensorFunction, category="Arithmetic", inputs=(ANY_INPUT,), output=OUTPUT, expects={"input": ANYTHING})
MINIMUM = Param(name="min", kind="float", help="Smaller values become this.")
MAXIMUM = Param(name="max", kind="float", help="Larger values become this.")

LAYERS = (
    function(torch.neg, type_name="Negate", summary="Turns the sign of every value around."),
    function(torch.abs, type_name="Abs", summary="Drops the sign of every value."),
    function(torch.sign, type_name="Sign", summary="Keeps only the sign of every value: -1, 0 or 1."),
    function(torch.exp, type_name="Exp", summary="Raises e to every value, which makes them positive."),
    function(torch.log, type_name="Log", summary="Takes the natural logarithm of every value."),
    function(torch.log1p, type_name="Log1p", summary="Takes the logarithm of one plus every value, exact near zero."),
    function(torch.sqrt, type_name="Sqrt", summary="Takes the square root of every value."),
    function(torch.rsqrt, type_name="Rsqrt", summary="Takes one over the square root of every value."),
    function(torch.square, type_name="Square", summary="Multiplies every value by itself."),
    function(torch.reciprocal, type_name="Reciprocal", summary="Divides one by every value."),
    function(torch.sin, type_name="Sin", summary="Takes the sine of every value, in radians."),
    function(torch.cos, type_name="Cos", summary="Takes the cosine of every value, in radians."),
    function(
        torch.erf, type_name="Erf", summary="Gives the error function of every value, as in a normal distribution."
    ),
    function(torch.floor, type_name="Floor", summary="Rounds every value down."),
    function(
        torch.round, type_name="Round", summary="Rounds every value to the nearest whole one; its gradient is zero."
    ),
    function(
        torch.pow,
        type_name="Power",
        summary="Raises every value to a fixed power.",
        params=(number("exponent", "The power."),),
        starts={"exponent": 2.0},
    ),
    function(
        torch.clamp,
        type_name="Clamp",
        summary="Cuts off what lies outside a range.",
        params=(MINIMUM, MAXIMUM),
        starts={"min": 0.0},
    ),
    function(
        scale,
        type_name="Scale",
        summary="Multiplies every value by a fixed factor and adds a fixed offset.",
        params=(
            Param(name="factor", kind="float", default=1.0, help="What every value is multiplied by."),
            Param(name="offset", kind="float", default=0.0, help="What is added then."),
        ),
    ),
    TensorFunction(
        torch.div,
        type_name="DivideBy",
        category="Arithmetic",
        summary="Divides every value by a fixed number, as pixels by 255.",
        inputs=(ANY_INPUT,),
        output=OUTPUT,
        params=(number("other", "What every value is divided by."),),
        starts={"other": 255.0},
        expects={"input": NUMBERS},
    ),
    cast(to_float, type_name="ToFloat", summary="Gives the same values as real numbers, for layers that calculate."),
    cast(to_long, type_name="ToLong", summary="Gives the same values as whole numbers, for layers that look up."),
    function(
        torch.nan_to_num,
        type_name="NanToNum",
        summary="Puts a number where a calculation gave none.",
        params=(Param(name="nan", kind="float", default=0.0, help="What stands where there is no number."),),
    ),
)
