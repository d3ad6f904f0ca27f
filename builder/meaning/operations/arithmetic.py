"""Sums, products and what is done to each value: bounds go through, and what merely scales or shifts stays affine."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product

from builder.meaning.facts import INF, Fact, Kind, Trait
from builder.meaning.operations.parts.call import Call, Describe

_SHIFTED: tuple[Kind, ...] = ("clipped", "squashed", "dropped", "affine")
"""What stays when a constant is added or multiplied."""


def _bounds(value: object) -> tuple[float, float]:
    if isinstance(value, Fact):
        return value.low, value.high
    number = float(value) if isinstance(value, int | float) else math.nan
    return number, number


def _times(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b


def _is_fixed(value: object) -> bool:
    return not isinstance(value, Fact) or value.is_fixed


def _carried(call: Call, low: float, high: float) -> Fact:
    """What two operands give: with a constant the other's traits stay, else only that it was dropped from."""
    a, b = call.args[0], call.args[1]
    kept: tuple[Kind, ...] = _SHIFTED if _is_fixed(a) or _is_fixed(b) else ("dropped",)
    return call.carried(low, high, *kept)


TINY = 1e-3
"""A number so small is added or kept away from for safety, as in log(p + 1e-8): what it is done to stays what it is."""


def _add(call: Call) -> Fact:
    (a, b), alpha = call.args[:2], float(call.kwargs.get("alpha", 1))
    first, second = _bounds(a), sorted(_times(alpha, each) for each in _bounds(b))
    fact = _carried(call, first[0] + second[0], first[1] + second[1])
    is_safety = isinstance(a, Fact) and max(map(abs, second)) <= TINY
    return replace(fact, traits=a.traits) if is_safety and isinstance(a, Fact) else fact


def _subtract(call: Call) -> Fact:
    (a, b), alpha = call.args[:2], float(call.kwargs.get("alpha", 1))
    first, second = _bounds(a), sorted(_times(alpha, each) for each in _bounds(b))
    return _carried(call, first[0] - second[1], first[1] - second[0])


def _reversed_subtract(call: Call) -> Fact:
    return _subtract(replace(call, args=(call.args[1], call.args[0], *call.args[2:])))


def _multiply(call: Call) -> Fact:
    a, b = call.args[:2]
    if a is b:
        return _square(call)
    corners = [_times(*pair) for pair in product(_bounds(a), _bounds(b))]
    return _carried(call, min(corners), max(corners))


def _divide(call: Call) -> Fact:
    low, high = _bounds(call.args[1])
    if low <= 0 <= high or call.kwargs.get("rounding_mode"):
        signs = call.fact.low >= 0 and low >= 0 and not call.kwargs.get("rounding_mode")
        return call.made(0.0 if signs else -INF, INF)
    corners = [_times(each, 1 / bound) for each in _bounds(call.args[0]) for bound in (low, high)]
    return _carried(call, min(corners), max(corners))


def _square(call: Call) -> Fact:
    low, high = sorted(abs(bound) for bound in _bounds(call.args[0]))
    crosses = call.fact.low <= 0 <= call.fact.high
    return call.made(0.0 if crosses else low * low, high * high)


def _absolute(call: Call) -> Fact:
    low, high = sorted(abs(bound) for bound in _bounds(call.args[0]))
    return call.made(0.0 if call.fact.low <= 0 <= call.fact.high else low, high)


def _power(call: Call) -> Fact:
    exponent = call.args[1]
    if not isinstance(exponent, int | float):
        return call.made(0.0 if call.fact.low >= 0 else -INF, INF)
    if exponent == 2:
        return _square(call)
    if exponent == int(exponent) and int(exponent) % 2 == 0 and exponent > 0:
        return call.made(0.0, INF)
    return call.made(0.0 if call.fact.low >= 0 else -INF, INF)


def _negated(call: Call) -> Fact:
    return call.carried(-call.fact.high, -call.fact.low, *_SHIFTED)


def rising(function: Callable[[float], float], least: float = -INF, *traits: Trait) -> Describe:
    """The description of a function that only rises, from ``least`` on."""

    def described(call: Call) -> Fact:
        low, high = (_safely(function, max(bound, least)) for bound in (call.fact.low, call.fact.high))
        fact = call.made(low, high, *traits)
        return replace(fact, traits=fact.traits | call.fact.keeping("dropped"))

    return described


def _safely(function: Callable[[float], float], value: float) -> float:
    try:
        return function(value)
    except OverflowError:
        return INF
    except ValueError:
        return -INF


def _log(x: float) -> float:
    return -INF if x <= 0 else math.log(x) if x < INF else INF


def _exponential(call: Call) -> Fact:
    fact = rising(math.exp)(call)
    axes = [trait for trait in call.fact.traits if trait.kind == "log_probabilities"]
    return replace(fact, traits=fact.traits | {trait._replace(kind="probabilities") for trait in axes})


def _logarithm(call: Call) -> Fact:
    fact = rising(_log, 0.0)(call)
    axes = [trait for trait in call.fact.traits if trait.kind == "probabilities"]
    return replace(fact, traits=fact.traits | {trait._replace(kind="log_probabilities") for trait in axes})


def _larger(call: Call) -> Fact:
    (low, high), (other_low, other_high) = _bounds(call.args[0]), _bounds(call.args[1])
    return call.made(max(low, other_low), max(high, other_high))


def _smaller(call: Call) -> Fact:
    (low, high), (other_low, other_high) = _bounds(call.args[0]), _bounds(call.args[1])
    return call.made(min(low, other_low), min(high, other_high))


def _chosen(call: Call) -> Fact:
    bounds = [_bounds(each) for each in call.args[1:3]]
    return call.carried(min(low for low, _ in bounds), max(high for _, high in bounds), "dropped")


def _yes_or_no(call: Call) -> Fact:
    return call.made(0.0, 1.0)


OPERATIONS: Mapping[str, Describe] = {
    "add": _add,
    "sub": _subtract,
    "rsub": _reversed_subtract,
    "mul": _multiply,
    "div": _divide,
    "square": _square,
    "abs": _absolute,
    "pow": _power,
    "neg": _negated,
    "exp": _exponential,
    "expm1": rising(math.expm1),
    "log": _logarithm,
    "log1p": rising(lambda x: _log(1 + x), -1.0),
    "log2": rising(lambda x: _log(x) / math.log(2), 0.0),
    "log10": rising(lambda x: _log(x) / math.log(10), 0.0),
    "sqrt": rising(lambda x: math.sqrt(x) if x < INF else INF, 0.0),
    "floor": rising(lambda x: math.floor(x) if abs(x) < INF else x),
    "ceil": rising(lambda x: math.ceil(x) if abs(x) < INF else x),
    "round": rising(lambda x: round(x) if abs(x) < INF else x),
    "maximum": _larger,
    "minimum": _smaller,
    "where": _chosen,
    "sin": lambda call: call.made(-1.0, 1.0),
    "cos": lambda call: call.made(-1.0, 1.0),
    "sign": lambda call: call.made(-1.0, 1.0),
    **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge", "logical_and", "logical_or", "logical_not"), _yes_or_no),
}
