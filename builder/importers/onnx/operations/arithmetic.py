"""Numbers with numbers: one by one, and one beside another."""

from __future__ import annotations

import functools
import operator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from builder.importers.onnx.call import Call, Operations
from builder.importers.onnx.values import Value, are_known, as_known, either, known, number, operand, rank_of, tensor

FAMILY = Operations()

_ONE_BY_ONE: dict[str, Any] = {
    "Abs": torch.abs,
    "Acos": torch.acos,
    "Acosh": torch.acosh,
    "Asin": torch.asin,
    "Asinh": torch.asinh,
    "Atan": torch.atan,
    "Atanh": torch.atanh,
    "BitwiseNot": torch.bitwise_not,
    "Ceil": torch.ceil,
    "Cos": torch.cos,
    "Cosh": torch.cosh,
    "Erf": torch.erf,
    "Exp": torch.exp,
    "Floor": torch.floor,
    "IsNaN": torch.isnan,
    "Log": torch.log,
    "Neg": torch.neg,
    "Not": torch.logical_not,
    "Reciprocal": torch.reciprocal,
    "Round": torch.round,
    "Sign": torch.sign,
    "Sin": torch.sin,
    "Sinh": torch.sinh,
    "Sqrt": torch.sqrt,
    "Tan": torch.tan,
}


def _one_by_one(function: Any) -> Any:
    return lambda call, x: function(tensor(x))


for _op, _function in _ONE_BY_ONE.items():
    FAMILY(_op)(_one_by_one(_function))

FAMILY("Add")(either(np.add, operator.add))
FAMILY("Sub")(either(np.subtract, operator.sub))
FAMILY("Mul")(either(np.multiply, operator.mul))
FAMILY("Equal")(either(np.equal, operator.eq))
FAMILY("Greater")(either(np.greater, operator.gt))
FAMILY("GreaterOrEqual")(either(np.greater_equal, operator.ge))
FAMILY("Less")(either(np.less, operator.lt))
FAMILY("LessOrEqual")(either(np.less_equal, operator.le))


@FAMILY("And", "Or", "Xor")
def logic(call: Call, left: Value, right: Value) -> Value:
    """Truth values: both, one, or exactly one."""
    on_tensors = {"And": torch.logical_and, "Or": torch.logical_or, "Xor": torch.logical_xor}[call.op]
    if are_known((left, right)):
        on_numbers = {"And": np.logical_and, "Or": np.logical_or, "Xor": np.logical_xor}[call.op]
        return as_known(on_numbers(known(left).astype(bool), known(right).astype(bool)))
    return on_tensors(tensor(left), tensor(right))


@FAMILY("BitwiseAnd", "BitwiseOr", "BitwiseXor")
def bits(call: Call, left: Value, right: Value) -> Tensor:
    """Whole numbers, bit by bit."""
    names = {"BitwiseAnd": torch.bitwise_and, "BitwiseOr": torch.bitwise_or, "BitwiseXor": torch.bitwise_xor}
    return names[call.op](tensor(left), tensor(right))


@FAMILY("Div")
def divide(call: Call, left: Value, right: Value) -> Value:
    """A quotient; whole numbers stay whole."""
    if are_known((left, right)):
        whole = all(known(each).dtype.kind in "iubO" for each in (left, right))
        return as_known(known(left) // known(right) if whole else np.divide(known(left), known(right)))
    rank = max(rank_of(left), rank_of(right))
    dividend, divisor = operand(left, rank), operand(right, rank)
    if isinstance(dividend, Tensor) and not dividend.dtype.is_floating_point:
        return torch.div(dividend, divisor, rounding_mode="trunc")
    if isinstance(dividend, int):
        return torch.div(tensor(left), divisor, rounding_mode="trunc")
    quotient: Tensor = dividend / divisor
    return quotient


@FAMILY("Mod")
def modulo(call: Call, left: Value, right: Value) -> Value:
    """What remains of a division, with the sign of the divisor (``fmod``: of the dividend)."""
    if are_known((left, right)):
        return as_known((np.fmod if call.get("fmod", 0) else np.mod)(known(left), known(right)))
    return (torch.fmod if call.get("fmod", 0) else torch.remainder)(tensor(left), tensor(right))


@FAMILY("Pow")
def power(call: Call, base: Value, exponent: Value) -> Tensor:
    """A power, of the base's kind of number."""
    base_tensor = tensor(base)
    given = operand(exponent, base_tensor.dim())
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    return torch.pow(base_tensor, given).to(base_tensor.dtype)


_AMONG: dict[str, tuple[Any, Any]] = {
    "Min": (np.minimum, torch.minimum),
    "Max": (np.maximum, torch.maximum),
    "Sum": (np.add, torch.add),
    "Mean": (np.add, torch.add),
}


@FAMILY("Min", "Max", "Sum", "Mean")
def among(call: Call, *values: Value) -> Value:
    """The least, the greatest, the sum or the mean of several, place by place."""
    on_numbers, on_tensors = _AMONG[call.op]
    if are_known(values) and call.op != "Mean":
        return as_known(functools.reduce(on_numbers, map(known, values)))
    total: Tensor = functools.reduce(on_tensors, map(tensor, values))
    return total / len(values) if call.op == "Mean" else total


@FAMILY("Clip")
def clip(call: Call, x: Value, low: Value | None = None, high: Value | None = None) -> Tensor:
    """Values kept between two bounds."""
    least = call.get("min") if low is None else number(low)
    most = call.get("max") if high is None else number(high)
    values = tensor(x)
    if least == 0 and most is None:
        return torch.relu(values)
    if (least, most) == (0, 6):
        return torch.nn.functional.relu6(values)
    return values if least is None and most is None else torch.clamp(values, least, most)


@FAMILY("Where")
def where(call: Call, condition: Value, yes: Value, no: Value) -> Value:
    """One value where a condition holds, the other elsewhere."""
    if are_known((condition, yes, no)):
        return as_known(np.where(known(condition).astype(bool), known(yes), known(no)))
    rank = max(map(rank_of, (condition, yes, no)))
    chosen, other = operand(yes, rank), operand(no, rank)
    if not isinstance(chosen, Tensor) and not isinstance(other, Tensor):
        chosen, other = tensor(yes), tensor(no)
    return torch.where(tensor(condition).bool(), chosen, other)


@FAMILY("IsInf")
def is_infinite(call: Call, x: Value) -> Tensor:
    """Whether a value is beyond all numbers."""
    values = tensor(x)
    positive, negative = call.get("detect_positive", 1), call.get("detect_negative", 1)
    return torch.isinf(values) & ((values > 0) & bool(positive) | (values < 0) & bool(negative))
