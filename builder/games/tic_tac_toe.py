"""Tic-tac-toe: three in a row on nine cells; neither side can force it."""

from __future__ import annotations

from torch import Tensor

from builder.games.parts.in_a_row import InARow
from builder.kinds.game import Board


class TicTacToe(InARow):
    """Three in a row on three by three cells; a move is the number of its cell, by rows."""

    rows, columns, length = 3, 3, 3
    moves, longest = 9, 9

    @classmethod
    def free(cls, position: Tensor) -> Tensor:
        return (position.sum(1) == 0).flatten(1)

    @classmethod
    def after(cls, position: Tensor, move: Tensor) -> Tensor:
        return cls.placed(position, move)


GAME = Board(
    key="tic-tac-toe",
    title="Tic-tac-toe",
    summary="Three in a row on nine cells.",
    rules=TicTacToe,
    cells=tuple(range(9)),
)
