"""Activation functions, softmaxes among them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from builder.meaning.facts import INF, Fact, Trait
from builder.meaning.operations.arithmetic import TINY, rising
from builder.meaning.operations.parts.call import Call, Describe, from_end

SQUASHED, CLIPPED = Trait("squashed"), Trait("clipped")


def sigmoid(x: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0


def _softplus(x: float) -> float:
    return x if x > 30 else math.log1p(math.exp(x))


def _probabilities(call: Call) -> Fact:
    axis = from_end(int(call.args[1]), len(call.shape))
    return call.made(0.0, 1.0, Trait("probabilities", axis))


def _log_probabilities(call: Call) -> Fact:
    axis = from_end(int(call.args[1]), len(call.shape))
    return call.made(-INF, 0.0, Trait("log_probabilities", axis))


def _clamped(call: Call) -> Fact:
    lowest, highest = (_number(call.arg(place, None, name), open) for place, name, open in _ENDS)
    low, high = (min(max(bound, lowest), highest) for bound in (call.fact.low, call.fact.high))
    return _cut(call, low, high)


_ENDS = ((1, "min", -INF), (2, "max", INF))


def _number(value: object, otherwise: float) -> float:
    if isinstance(value, Fact):
        return value.low if value.is_constant else otherwise
    return otherwise if value is None else float(value)  # type: ignore[arg-type]


def _cut(call: Call, low: float, high: float) -> Fact:
    """What comes out where values beyond two bounds stay at them."""
    is_cut = low > call.fact.low + TINY or high < call.fact.high - TINY
    return call.made(low, high, *call.fact.keeping("dropped"), *((CLIPPED,) if is_cut else call.fact.traits))


def _at_least(call: Call) -> Fact:
    lowest = _number(call.arg(1, None, "min"), -INF)
    return _cut(call, max(call.fact.low, lowest), max(call.fact.high, lowest))


def _at_most(call: Call) -> Fact:
    highest = _number(call.arg(1, None, "max"), INF)
    return _cut(call, min(call.fact.low, highest), min(call.fact.high, highest))


def _relu(call: Call) -> Fact:
    return _cut(call, max(call.fact.low, 0.0), max(call.fact.high, 0.0))


def _hardtanh(call: Call) -> Fact:
    lowest, highest = float(call.arg(1, -1.0)), float(call.arg(2, 1.0))
    return _cut(call, *(min(max(bound, lowest), highest) for bound in (call.fact.low, call.fact.high)))


def _leaky(call: Call) -> Fact:
    slope = float(call.arg(1, 0.01))
    if slope < 0:
        return call.made(0.0, INF)
    return rising(lambda x: x if x > 0 else (slope * x if slope else 0.0))(call)


def _elu(call: Call) -> Fact:
    alpha, scale = float(call.arg(1, 1.0)), float(call.arg(2, 1.0))
    return rising(lambda x: scale * (x if x > 0 else alpha * math.expm1(x)))(call)


def _between(low: float, high: float, trait: Trait) -> Describe:
    return lambda call: call.made(low, high, trait)


OPERATIONS: Mapping[str, Describe] = {
    "relu": _relu,
    "clamp": _clamped,
    "clip": _clamped,
    "clamp_min": _at_least,
    "clamp_max": _at_most,
    "hardtanh": _hardtanh,
    "hardsigmoid": _between(0.0, 1.0, CLIPPED),
    "hardswish": _between(-0.375, INF, CLIPPED),
    "sigmoid": rising(sigmoid, -INF, SQUASHED),
    "tanh": rising(math.tanh, -INF, SQUASHED),
    "atan": rising(math.atan, -INF, SQUASHED),
    "erf": rising(math.erf, -INF, SQUASHED),
    "log_sigmoid_forward": _between(-INF, 0.0, SQUASHED),
    "softplus": rising(_softplus),
    "leaky_relu": _leaky,
    "elu": _elu,
    "gelu": _between(-0.171, INF, Trait("squashed")),
    "silu": _between(-0.279, INF, Trait("squashed")),
    "mish": _between(-0.309, INF, Trait("squashed")),
    "_softmax": _probabilities,
    "_log_softmax": _log_probabilities,
}
