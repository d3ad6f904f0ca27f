"""Parameters that follow from a block's parameters: ``"=2 * width"``. Arithmetic only; nothing is executed."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping

from builder.drawing.document import LARGEST, Value
from builder.drawing.parsing import parsed_expression

MAX_LENGTH = 200
MAX_POWER, MAX_BASE = 64, 1e9


def _power(left: float, right: float) -> float:
    """A power that is a real number and not too large to write down.

    Raises:
        OverflowError: it is not.
    """
    if abs(right) > MAX_POWER or abs(left) > MAX_BASE or (left < 0 and right != int(right)):
        raise OverflowError
    return float(left**right) if right < 0 or isinstance(right, float) else left**right


_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
}


def expand(value: Value, scope: Mapping[str, Value]) -> Value:
    """A parameter with the block's parameters put in; what is no expression stays as it is.

    Raises:
        ValueError: in words.
    """
    if not isinstance(value, str) or not value.startswith("="):
        return value
    text = value[1:].strip()
    if len(text) > MAX_LENGTH:
        raise ValueError(f"an expression has at most {MAX_LENGTH} characters")
    try:
        tree = parsed_expression(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(f"{value!r} is no expression; write for example '=2 * width'") from None
    return _evaluate(tree, scope)


def _evaluate(tree: ast.expr, scope: Mapping[str, Value]) -> Value:
    match tree:
        case ast.Constant(value=bool() | str() as constant):
            return constant
        case ast.Constant(value=int() | float() as number):
            return _known(number)
        case ast.Name(id=name) if name in scope:
            return scope[name]
        case ast.Name(id=name):
            known = ", ".join(sorted(scope)) or "none"
            raise ValueError(f"this block has no parameter {name!r}; it has: {known}")
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return tuple(int(_number(element, scope)) for element in elements)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _known(-_number(operand, scope))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _compute(_OPERATORS[type(op)], _number(left, scope), _number(right, scope))
    raise ValueError("an expression may use numbers, the block's parameters, + - * / // % ** and parentheses")


def _number(tree: ast.expr, scope: Mapping[str, Value]) -> float:
    value = _evaluate(tree, scope)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{ast.unparse(tree)} is not a number")  # noqa: TRY004 - what was typed, not a type
    return value


def _compute(operation: Callable[[float, float], float], left: float, right: float) -> float:
    try:
        return _known(operation(left, right))
    except ArithmeticError:
        raise ValueError(NO_VALUE) from None


NO_VALUE = "the expression has no value: a division by zero, or a number too large"


def _known(number: float) -> float:
    """A number that a layer can be given.

    Raises:
        ValueError: it has no end, or is larger than whole numbers can be.
    """
    if not math.isfinite(number) if isinstance(number, float) else abs(number) > LARGEST:
        raise ValueError(NO_VALUE)
    return number
