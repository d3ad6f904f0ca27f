"""The grid world of the textbook: twelve cells, one of them a wall, one good end and one bad one.

Reference: Russell and Norvig, "Artificial Intelligence: A Modern Approach", 1995, chapter 17; here nobody slips.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.kinds.game import Place, World


class GridWorld(World):
    """Three rows of four cells, numbered from the top left: cell 3 ends it and is worth 1, cell 7 -1; cell 5 is a wall.

    An observation is a 1 at the cell where one is. Each step costs 0.04; against a wall one stays.
    """

    numbers, actions, longest = 12, 4, 50
    free = (0, 1, 2, 4, 6, 8, 9, 10, 11)

    @classmethod
    def start(cls, many: int, chance: torch.Generator | None = None) -> Tensor:
        return F.one_hot(torch.tensor(cls.free)[torch.randint(9, (many,), generator=chance)], 12).float()

    @classmethod
    def after(cls, state: Tensor, action: Tensor) -> Tensor:
        cell = state.argmax(1)
        row, column = cell // 4, cell % 4
        row = (row - (action == 0).long() + (action == 2).long()).clamp(0, 2)
        column = (column + (action == 1).long() - (action == 3).long()).clamp(0, 3)
        to = row * 4 + column
        return F.one_hot(torch.where(to == 5, cell, to), 12).float()

    @classmethod
    def reward(cls, state: Tensor) -> Tensor:
        return state[:, 3] - state[:, 7] - 0.04 * (1 - state[:, 3] - state[:, 7])

    @classmethod
    def is_over(cls, state: Tensor) -> Tensor:
        return (state[:, 3] + state[:, 7]) > 0


GAME = Place(
    key="grid-world",
    title="Grid world",
    summary="Twelve cells with a wall, a good end and a bad one.",
    rules=GridWorld,
    actions=("up", "right", "down", "left"),
    columns=tuple(f"cell {number}" for number in range(12)),
    grid=(3, 4),
    walls=(5,),
)
