"""Operations that make few values of many: sums, means, extremes, pools, norms, products with weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import prod

from builder.meaning.facts import INF, Fact, Trait
from builder.meaning.operations.parts.call import Call, Describe, from_end


def _mean(call: Call) -> Fact:
    """Between the least and the largest; a mean over samples of what sums to one sums to one."""
    rank, kept = len(call.shape), len(call.shape) == len(call.result)
    named = call.arg(1, None, "dim")
    axes = [from_end(int(axis), rank) for axis in (named if isinstance(named, tuple) else (named,)) if axis is not None]
    stays = [trait for trait in call.fact.traits if trait.axis in (-1,) and -1 not in axes and axes and rank > 1]
    traits = stays if kept or stays else []
    return call.made(call.fact.low, call.fact.high, *call.fact.keeping("dropped"), *traits)


def _sum(call: Call) -> Fact:
    many = max(1, prod(call.shape) // max(1, prod(call.result)))
    low, high = call.fact.low, call.fact.high
    grows_with_batch = low < 0 < high or (low, high) != (0.0, 0.0)
    if grows_with_batch and _is_over_batch(call):
        return call.made(0.0 if low >= 0 else -INF, 0.0 if high <= 0 else INF)
    return call.made(low * many if low else 0.0, high * many if high else 0.0)


def _is_over_batch(call: Call) -> bool:
    """Whether the samples are counted, too: so many a batch may hold."""
    named = call.arg(1, None, "dim")
    if not isinstance(named, tuple | int):
        return True
    axes = named if isinstance(named, tuple) else (named,)
    return not axes or any(int(axis) % max(len(call.shape), 1) == 0 for axis in axes)


def _among(call: Call) -> Fact:
    return call.made(call.fact.low, call.fact.high, *call.fact.keeping("dropped"))


def _place(call: Call) -> Fact:
    named = call.arg(1, None, "dim")
    many = call.shape[int(named)] if isinstance(named, int) and call.shape else prod(call.shape)
    return call.made(0.0, float(many - 1))


def _not_negative(call: Call) -> Fact:
    return call.made(0.0, INF)


def _product(call: Call) -> Fact:
    """Weights times a signal; a mean with weights that sum to one stays where the signal was."""
    signal, weight = _signal_and_weight(call)
    if weight is None:
        first, second = call.facts[-2:]
        is_mean = any(trait.axis == -1 for trait in first.keeping("probabilities"))
        return call.made(second.low, second.high) if is_mean else call.made(-INF, INF)
    width = signal[1][-1], call.result[-1]
    made = call.made(-INF, INF, *((Trait("affine"),) if min(width) else ()))
    return replace(made, is_learned=True, is_open=False)


def _signal_and_weight(call: Call) -> tuple[tuple[Fact, tuple[int, ...]], Fact | None]:
    pairs = list(zip(call.facts, call.shapes, strict=True))
    if call.facts[-1].is_weight:
        return pairs[-2], call.facts[-1]
    return pairs[-1], None


def _convolution(call: Call) -> Fact:
    is_plain = call.facts[1].is_weight and call.arg(8, 1, "groups") == 1
    return replace(call.made(-INF, INF, *((Trait("affine"),) if is_plain else ())), is_learned=True, is_open=False)


def _normed(call: Call) -> Fact:
    """Around zero, or wherever weights shift it to."""
    return replace(call.made(-INF, INF), is_open=False)


def _pooled(lowest_of: Callable[[Fact], float] = lambda fact: min(fact.low, 0.0)) -> Describe:
    """The description of a mean over places, some of which may be padding."""
    return lambda call: call.made(lowest_of(call.fact), max(call.fact.high, 0.0), *call.fact.keeping("dropped"))


def _attended(call: Call) -> Fact:
    values = call.facts[2]
    return call.made(values.low, values.high)


def _told(low: float, high: float) -> Describe:
    return lambda call: Fact(low, high, is_fixed=True)


def _zeros(call: Call) -> Fact:
    """Zeros; a single one is what torch's dropout of everything multiplies by."""
    is_dropout = call.args[0] == () if call.args else False
    return Fact(0.0, 0.0, frozenset({Trait("dropped")}) if is_dropout else frozenset(), is_fixed=True)


def _full(call: Call) -> Fact:
    value = call.arg(1, 0.0, "fill_value")
    is_number = isinstance(value, int | float)
    return replace(call.made(float(value), float(value)) if is_number else call.made(-INF, INF), is_fixed=True)


def _filled(call: Call) -> Fact:
    value = call.args[1]
    bounds = (value.low, value.high) if isinstance(value, Fact) else (float(value), float(value))
    return call.made(*bounds)


def _counted(call: Call) -> Fact:
    return replace(call.made(0.0, float(max(prod(call.result) - 1, 0))), is_fixed=True)


def _mask(call: Call) -> Fact:
    return Fact(0.0, 1.0, frozenset({Trait("dropped")}), is_fixed=True)


def _dropped_out(call: Call) -> Fact:
    p = float(call.args[1])
    scale = 1 / (1 - p) if p < 1 else 0.0
    low, high = (
        bound * scale if scale and bound else 0.0 for bound in (min(call.fact.low, 0.0), max(call.fact.high, 0.0))
    )
    fact = call.carried(low, high, "clipped", "squashed", "affine", "dropped")
    return replace(fact, traits=fact.traits | {Trait("dropped")})


OPERATIONS: Mapping[str, Describe] = {
    "mean": _mean,
    "sum": _sum,
    **dict.fromkeys(("amax", "amin", "max", "min", "median", "sort", "topk", "cummax", "cummin"), _among),
    "argmax": _place,
    "argmin": _place,
    **dict.fromkeys(("var", "std", "linalg_vector_norm", "norm", "_cdist_forward"), _not_negative),
    **dict.fromkeys(("mm", "addmm", "bmm", "baddbmm"), _product),
    "convolution": _convolution,
    **dict.fromkeys(("native_layer_norm", "native_batch_norm", "native_group_norm", "_fused_rms_norm"), _normed),
    **{name: _pooled() for name in ("avg_pool1d", "avg_pool2d", "avg_pool3d", "_adaptive_avg_pool2d")},
    **dict.fromkeys(("max_pool2d_with_indices", "max_pool3d_with_indices", "adaptive_max_pool2d"), _among),
    **dict.fromkeys(("upsample_nearest1d", "upsample_nearest2d", "upsample_bilinear2d"), _among),
    "_scaled_dot_product_flash_attention_for_cpu": _attended,
    "zeros": _zeros,
    "zeros_like": _told(0.0, 0.0),
    "new_zeros": _told(0.0, 0.0),
    "zero": lambda call: call.made(0.0, 0.0),
    "ones": _told(1.0, 1.0),
    "ones_like": _told(1.0, 1.0),
    "new_ones": _told(1.0, 1.0),
    "scalar_tensor": lambda call: replace(call.made(float(call.args[0]), float(call.args[0])), is_fixed=True),
    "full": _full,
    "full_like": _full,
    "new_full": lambda call: _full(replace(call, args=call.args[:1] + call.args[2:])),
    "fill": _filled,
    "arange": _counted,
    "rand": _told(0.0, 1.0),
    "rand_like": _told(0.0, 1.0),
    "bernoulli": _mask,
    "native_dropout": _dropped_out,
    "empty": _told(-INF, INF),
    "empty_like": _told(-INF, INF),
}
