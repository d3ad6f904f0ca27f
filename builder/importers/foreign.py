"""Operations that torch or others bring along for speed, in terms of operations that can be drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor


def grouped_product(input: Tensor, weight: Tensor, offs: Tensor) -> Tensor:
    """Rows in groups, each group times a matrix of its own: what a mixture of experts computes.

    Every row is multiplied with every matrix, and its own product is kept, so that no shape depends on values.

    Shape:
        - input: (rows, in), sorted by group; weight: (groups, in, out); offs: (groups,), where each group ends
        - output: (rows, out)
    """
    rows = torch.arange(input.shape[0], device=input.device)
    group = torch.searchsorted(offs, rows.to(offs.dtype), right=True).clamp(max=weight.shape[0] - 1)
    return torch.matmul(input, weight)[group, rows]


_SAME: Mapping[str, Callable[..., Tensor]] = {
    "transformers.grouped_mm_fallback.default": grouped_product,
}


def decompositions() -> dict[Any, Callable[..., Any]]:
    """What stands for which operation, for those whose library is loaded."""
    return {op: function for name, function in _SAME.items() if (op := _find(name)) is not None}


def _find(name: str) -> Any:
    found: Any = torch.ops
    for part in name.split("."):
        found = getattr(found, part, None)
    return found
