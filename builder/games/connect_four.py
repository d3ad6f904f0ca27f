"""Connect four on a small board: stones fall down; played well by both, nobody wins on four by four."""

from __future__ import annotations

import torch
from torch import Tensor

from builder.games.parts.in_a_row import InARow
from builder.kinds.game import Board


class ConnectFour(InARow):
    """Four in a row on four by four cells; a move is a column, into which a stone falls."""

    rows, columns, length = 4, 4, 4
    moves, longest = 4, 16

    @classmethod
    def free(cls, position: Tensor) -> Tensor:
        return position[:, :, 0].sum(1) == 0

    @classmethod
    def after(cls, position: Tensor, move: Tensor) -> Tensor:
        free = cls.rows - 1 - position.sum((1, 2)).to(torch.int64)  # (N, columns): the lowest free row of each
        row = free.gather(1, move[:, None])[:, 0].clamp(min=0)
        return cls.placed(position, row * cls.columns + move)


GAME = Board(
    key="connect-four",
    title="Connect four, 4 x 4",
    summary="Four in a row on four by four cells, into which stones fall.",
    rules=ConnectFour,
    cells=tuple(range(4)) * 4,
)
