"""torch's transformers without their hints that a mask is causal, which say nothing that the mask does not say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from torch.nn import functional as F
from torch.nn.modules import transformer

from builder.importers.calls import Calls


@contextmanager
def without_hints(calls: Calls | None = None) -> Iterator[None]:
    """Let transformers use the mask that they are given, without looking into it or taking another one for it.

    Looking into it is a decision by values, which no graph holds. Where a hint is wrong it decides what is answered,
    and is kept.
    """
    if calls and calls.is_hint_wrong:
        yield
        return
    detect, attend = transformer._detect_is_causal_mask, F.multi_head_attention_forward

    def not_detected(mask: Any, is_causal: Any = None, size: Any = None) -> bool:
        return False

    def attend_by_mask(*args: Any, **kwargs: Any) -> Any:
        return attend(*args, **{**kwargs, "is_causal": False})

    transformer._detect_is_causal_mask, F.multi_head_attention_forward = not_detected, attend_by_mask
    try:
        yield
    finally:
        transformer._detect_is_causal_mask, F.multi_head_attention_forward = detect, attend
