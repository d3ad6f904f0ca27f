"""A board: a position of a game, stone by stone, to be played on."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import torch
from pydantic import Field
from torch import Tensor

from builder.registry.games import GAMES
from trainer.asking.field import Asked, FieldKind, Subject

MOST = 10_000
NOBODY, MOVER, OTHER = range(3)
Stones = Annotated[list[Annotated[int, Field(ge=NOBODY, le=OTHER)]], Field(max_length=MOST)]
"""Whose stone lies on each cell, by rows: 0 nobody's, 1 that of who moves, 2 that of the other."""


class BoardAsked(Asked):
    """A position of a game called ``title``; ``cells`` says which move a tap on each cell makes, by rows."""

    kind: Literal["board"] = "board"
    title: str
    rows: int
    columns: int
    cells: tuple[int, ...]


def _describe(subject: Subject, may_read: bool) -> dict[str, Any]:
    board = GAMES[subject.field.game]
    return {"title": board.title, "rows": board.rules.rows, "columns": board.rules.columns, "cells": board.cells}


def _sample(subject: Subject, stones: list[int]) -> Tensor:
    board = GAMES[subject.field.game]
    rows, columns = board.rules.rows, board.rules.columns
    if len(stones) != rows * columns:
        raise subject.refuse(
            f"{rows * columns} cells", f"{len(stones)} were given", "Give 0, 1 or 2 for each cell, by rows."
        )
    mine, others = stones.count(MOVER), stones.count(OTHER)
    if others - mine not in (0, 1):
        raise subject.refuse(
            "a position of a game in which both move in turn",
            f"who moves has {mine} stones and the other {others}",
            "The other has as many as who moves, or one more.",
        )
    laid = torch.tensor(stones).reshape(1, rows, columns)
    return torch.stack([laid == MOVER, laid == OTHER], 1).to(subject.field.dtype)


def stones_of(position: Tensor) -> list[int]:
    """Whose stones lie on the cells of a position, (2, rows, columns)."""
    whose: list[int] = (position[0] * MOVER + position[1] * OTHER).round().to(torch.int64).reshape(-1).tolist()
    return whose


FIELD = FieldKind(
    order=50,
    noun="a board",
    asked=BoardAsked,
    given=Stones,
    fits=lambda subject: subject.field.game in GAMES,
    describe=_describe,
    sample=_sample,
    told=lambda subject, sample: stones_of(sample),
)
