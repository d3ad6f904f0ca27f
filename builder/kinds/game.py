"""A game of two players, or a world in which one acts: what its file says, and what pages and nodes ask of it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


class Game:
    """The rules of a game of two who move in turn, for many boards at once.

    A position is seen by who moves: their own stones, then those of the other. A move is a number below ``moves``;
    ``longest`` is after how many a game is over at the latest.

    Shape: a position is (N, 2, rows, columns), with 1 where a stone lies.
    """

    rows: int
    columns: int
    moves: int
    longest: int

    @classmethod
    def start(cls, many: int) -> Tensor:
        """So many empty boards."""
        return torch.zeros(many, 2, cls.rows, cls.columns)

    @classmethod
    def free(cls, position: Tensor) -> Tensor:
        """Which moves there are if nobody has lost: (N, moves) of yes and no."""
        raise NotImplementedError

    @classmethod
    def after(cls, position: Tensor, move: Tensor) -> Tensor:
        """The positions after a legal move each, (N,), seen by the other, who moves next."""
        raise NotImplementedError

    @classmethod
    def has_lost(cls, position: Tensor) -> Tensor:
        """Whether who would move next has lost: (N,) of yes and no."""
        raise NotImplementedError

    @classmethod
    def is_over(cls, position: Tensor) -> Tensor:
        """Whether nobody moves any more: (N,) of yes and no."""
        return cls.has_lost(position) | ~cls.free(position).any(1)

    @classmethod
    def legal(cls, position: Tensor) -> Tensor:
        """Which moves there are while the game goes on: (N, moves) of yes and no."""
        return cls.free(position) & ~cls.has_lost(position)[:, None]


class World:
    """An environment in which one acts, for many copies at once.

    What is seen of it, its observation, is all that there is of its state. An action is a number below ``actions``;
    an episode is over when it is, or after ``longest`` actions.

    Shape: an observation is (N, numbers).
    """

    numbers: int
    actions: int
    longest: int

    @classmethod
    def start(cls, many: int, chance: torch.Generator | None = None) -> Tensor:
        """So many states in which episodes begin."""
        raise NotImplementedError

    @classmethod
    def after(cls, state: Tensor, action: Tensor) -> Tensor:
        """The states after an action each, (N,)."""
        raise NotImplementedError

    @classmethod
    def reward(cls, state: Tensor) -> Tensor:
        """What it is worth to have come into a state: (N,)."""
        raise NotImplementedError

    @classmethod
    def is_over(cls, state: Tensor) -> Tensor:
        """Whether an episode ends in a state: (N,) of yes and no."""
        raise NotImplementedError


@dataclass(frozen=True)
class Board:
    """A game as it is offered: its ``rules``, what it is called, and the move that each cell of the board stands for.

    ``cells`` are by rows, from the top.
    """

    key: str
    title: str
    summary: str
    rules: type[Game]
    cells: tuple[int, ...]


@dataclass(frozen=True)
class Place:
    """An environment as it is offered: its ``rules``, what it is called, its actions and what its numbers are.

    ``grid`` are the rows and columns of a world of cells, whose observation is a 1 at the cell where one is; in
    ``walls`` nobody ever is.
    """

    key: str
    title: str
    summary: str
    rules: type[World]
    actions: tuple[str, ...]
    columns: tuple[str, ...]
    grid: tuple[int, int] | None = None
    walls: tuple[int, ...] = ()
