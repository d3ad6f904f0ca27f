"""How exactly a training computes: runs wrap their losses and metrics in this, and exported scripts hold it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import torch


def in_bfloat16(compute: Callable[..., Any]) -> Callable[..., Any]:
    """Let a loss, or metrics, multiply numbers of half the size and 3 digits; weights and updates stay float32."""

    @wraps(compute)
    def computed(net: Any, batch: dict[str, torch.Tensor]) -> Any:
        device = next(iter(batch.values())).device.type
        onednn: Any = torch.backends.mkldnn
        was, can = onednn.enabled, onednn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()
        onednn.enabled = was and can  # torch asks it for LSTMs also where it can't: on CPUs that don't know bfloat16
        try:
            with torch.autocast(device, torch.bfloat16):
                return compute(net, batch)
        finally:
            onednn.enabled = was

    return computed
