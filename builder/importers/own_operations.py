"""Operations of ours that stand in a traced graph for what is no operation of torch: what differs while training."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

_LIBRARY = torch.library.Library("layerloom", "FRAGMENT")


def _mark(schema: str, compute: Any) -> Any:
    name = schema.partition("(")[0]
    _LIBRARY.define(schema)
    _LIBRARY.impl(name, compute, "CompositeExplicitAutograd")
    return getattr(torch.ops.layerloom, name).default


def _dropped(input: Tensor, kind: str, p: float, is_on: bool) -> Tensor:
    return input.clone()


def _by_mode(training: Tensor, answering: Tensor) -> Tensor:
    return training.clone()


def _attended(
    query: Tensor, key: Tensor, value: Tensor, attn_mask: Tensor | None, dropout_p: float, is_causal: bool
) -> Tensor:
    return query.new_empty((*query.shape[:-1], value.shape[-1]))


def _with_slope(output: Tensor, input: Tensor, slope: Tensor) -> Tensor:
    return output.clone()


def _turned(input: Tensor, factor: float) -> Tensor:
    return input.clone()


DROPOUT = _mark("dropout(Tensor input, str kind, float p, bool is_on) -> Tensor", _dropped)
"""Drops values, by the name of torch's operation that does."""

BY_MODE = _mark("by_mode(Tensor training, Tensor answering) -> Tensor", _by_mode)
"""One tensor while training, another one otherwise."""

ATTENTION = _mark(
    "attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask, float dropout_p, bool is_causal) -> Tensor",
    _attended,
)
"""Attention whose weights are dropped while training."""

SLOPE = _mark("with_slope(Tensor output, Tensor input, Tensor slope) -> Tensor", _with_slope)
"""A tensor that takes its gradient, times a slope, to another one than it was computed from."""

REVERSAL = _mark("reversal(Tensor input, float factor) -> Tensor", _turned)
"""The same tensor, whose gradient is turned around and multiplied."""
