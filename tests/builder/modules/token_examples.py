"""Tokens that the tests of measures of sequences judge."""

from __future__ import annotations

import torch
from torch import Tensor


def tokens(*shape: int, most: int = 5, seed: int = 0) -> Tensor:
    """Tokens below ``most`` and, to the right of some place, -1."""
    chance = torch.Generator().manual_seed(seed)
    rows = torch.randint(0, most, shape, generator=chance)
    length = torch.randint(0, shape[1] + 1, shape[:1], generator=chance)
    return rows.masked_fill(torch.arange(shape[1]) >= length.unsqueeze(1), -1)


def lists(rows: Tensor) -> list[list[int]]:
    """The tokens of each row, without those below 0."""
    return [[token for token in row if token >= 0] for row in rows.tolist()]
