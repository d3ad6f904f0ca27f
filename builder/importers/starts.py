"""What a tensor of an imported network begins with: its own numbers, or the distribution that they were drawn from."""

from __future__ import annotations

import json
import math

import torch
from torch import Tensor

from builder.drawing.document import Value
from builder.layers.parameter import MAX_VALUES
from builder.layers.parts.packed import packed

Start = dict[str, Value]

FEW = 16
"""So many numbers say too little about what they were drawn from; they are kept as they are."""
PATTERN = 2_000
"""Letters that numbers of a pattern, which chance did not make, take at most."""


def numbers_of(value: Tensor) -> Start:
    """The numbers of a tensor, as they are."""
    if value.numel() == 0:
        return {}
    if value.numel() <= MAX_VALUES and bool(torch.isfinite(value).all()):
        if value.dtype is torch.float32 and (start := _same(value)) is not None:
            return start
        return {"values": json.dumps(value.flatten().tolist())}
    return {"values": packed(value)}


def start_of(value: Tensor) -> Start:
    """What weights like these begin with before they learn."""
    value = value.detach()
    if value.numel() == 0 or not bool(torch.isfinite(value).all()):
        return {}
    same = _same(value)
    if same is not None:
        return same
    if _is_identity(value):
        return {"start": "identity"}
    if value.numel() < FEW or _is_pattern(value):
        return numbers_of(value)
    return _orthogonal(value) or _drawn(value.double().flatten())


def _same(value: Tensor) -> Start | None:
    """The start of a tensor that holds one number everywhere."""
    first = value.flatten()[0]
    if not bool((value == first).all()):
        return None
    level = float(first)
    named = {0.0: "zeros", 1.0: "ones"}.get(level)
    return {"start": named} if named else {"start": "constant", "level": level}


def _is_identity(value: Tensor) -> bool:
    return value.dim() == 2 and torch.equal(value, torch.eye(*value.shape, dtype=value.dtype, device=value.device))


def _is_pattern(value: Tensor) -> bool:
    """Whether numbers follow a pattern: numbers that chance made can't be written in much less than they take."""
    if value.numel() > 1_000_000:
        return False
    return len(packed(value)) < min(PATTERN, value.numel() * value.element_size() / 3)


def _orthogonal(value: Tensor) -> Start | None:
    if value.dim() != 2 or min(value.shape) < 4:
        return None
    rows = (value if value.shape[0] <= value.shape[1] else value.T).double()
    products = rows @ rows.T
    length = products.diagonal().mean()
    apart = (products - length * torch.eye(len(rows), dtype=products.dtype)).abs().max()
    return {"start": "orthogonal", "spread": _short(float(length.sqrt()))} if apart < 1e-3 * length else None


def _drawn(values: Tensor) -> Start:
    """A normal or an even distribution that numbers may come from."""
    count, deviation = len(values), float(values.std())
    mean = float(values.mean())
    level = mean if abs(mean) > 4 * deviation / math.sqrt(count) else 0.0
    flatness = float(((values - mean) ** 4).mean()) / float(values.var(unbiased=False)) ** 2
    found: Start = {"level": _short(level)} if level else {}
    if flatness < 2.3:  # 1.8 where values are even, 3 where they are normal
        return {"start": "uniform", "spread": _short(deviation * math.sqrt(3)), **found}
    return {"start": "normal", "spread": _short(deviation), **found}


def _short(number: float) -> float:
    return float(f"{number:.2g}")
