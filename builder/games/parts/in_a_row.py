"""Games in which so many stones in a row win."""

from __future__ import annotations

import torch
from torch import Tensor

from builder.kinds.game import Game


class InARow(Game):
    """Who first has ``length`` stones in a row, a column or a diagonal has won."""

    length: int

    @classmethod
    def has_lost(cls, position: Tensor) -> Tensor:
        """Whether the other, who moved last, has a row."""
        other, reach = position[:, 1] > 0, cls.length - 1
        rows, columns = cls.rows, cls.columns
        lost = torch.zeros(len(position), dtype=torch.bool, device=position.device)
        for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
            high, wide = rows - reach * down, columns - reach * abs(right)
            if high <= 0 or wide <= 0:
                continue
            row = torch.ones(len(position), high, wide, dtype=torch.bool, device=position.device)
            for step in range(cls.length):
                top, left = step * down, step * right + (reach if right < 0 else 0)
                row &= other[:, top : top + high, left : left + wide]
            lost |= row.flatten(1).any(1)
        return lost

    @classmethod
    def placed(cls, position: Tensor, cell: Tensor) -> Tensor:
        """The position after a stone on a cell each, (N,), seen by the other."""
        after = position.flip(1).flatten(2)  # (N, 2, cells)
        after[torch.arange(len(after), device=after.device), 1, cell] = 1
        return after.view_as(position)
