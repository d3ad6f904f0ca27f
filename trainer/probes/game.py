"""A game: the network plays against itself, beside what perfect play makes of each of its moves.

Reference: Silver et al., "Mastering Chess and Shogi by Self-Play with a General Reinforcement Learning Algorithm",
2017.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.compiler.program import Answer, Program
from builder.games.parts.asking import told as said_by
from builder.games.parts.solved import Solved
from builder.kinds.game import Board
from trainer.look.made import begun
from trainer.look.played import board_of, judge_of, shares_of
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene
from trainer.look.task import is_per_sample, shape_of
from trainer.step.device import CPU

FIRST, SECOND = 1, 2


class Weighed(BaseModel):
    """A legal move by the ``cell`` where its stone comes to lie, and how likely the network makes it.

    It ``is_best`` where by perfect play no other move comes to more.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cell: int
    share: float
    is_best: bool


class Position(BaseModel):
    """A position: whose stone lies on each cell, by rows, 0 nobody's, 1 that of who began, 2 that of the other.

    The network weighs ``moves`` and makes the one on the cell ``made``, None once the game is over. For who moves the
    position is worth ``worth`` by what it says, None where it says nothing, and ``best`` by perfect play: -1, 0 or 1.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    stones: tuple[int, ...]
    moves: tuple[Weighed, ...]
    made: int | None
    worth: float | None
    best: int


class GameSeen(Picture):
    """A game position by position, the last one among them, and who won it."""

    title: str
    rows: int
    columns: int
    positions: tuple[Position, ...]
    won: Literal["", "first", "second"]


@dataclass(frozen=True)
class _Task:
    """The answer that weighs moves, and the field that it rests on: a position of this game."""

    answer: Answer
    field: str
    board: Board


def supports(program: Program) -> bool:
    """There is a number for each move of a game, and its positions are the data."""
    return _task(program) is not None


def look(scene: Scene) -> GameSeen | None:
    """From the empty board on, both sides make the move that the network likes best, without looking ahead."""
    task = _task(scene.program)
    assert task
    rules, solved = task.board.rules, Solved.of(task.board.rules, CPU)
    judge, batch = judge_of(scene.program, scene.net, task.board), begun(scene, 1)

    def ask(position: Tensor) -> tuple[Tensor, float | None]:
        given = position.to(scene.state.device)
        batch[task.field] = given
        scores = scene.program.ask(scene.net, batch, torch.Generator(), [task.answer.name])[task.answer.name]
        return scores.float().cpu(), float(said_by(judge, given)[1]) if judge else None

    position, seen = rules.start(1), list[Position]()
    while not rules.is_over(position).any():
        scores, worth = ask(position)
        shares, best = shares_of(scores, rules.legal(position)), solved.best(position)
        if not shares.isfinite().all():
            return None
        cells, move = _cells(task.board, position), int(shares.argmax(1))
        seen.append(
            Position(
                stones=_stones(position, len(seen)),
                moves=tuple(
                    Weighed(cell=cell, share=float(shares[0, move]), is_best=bool(best[0, move]))
                    for move, cell in cells.items()
                ),
                made=cells[move],
                worth=worth,
                best=int(solved.worth(position)),
            )
        )
        position = rules.after(position, torch.tensor([move]))
    lost = bool(rules.has_lost(position))
    last = Position(stones=_stones(position, len(seen)), moves=(), made=None, worth=None, best=-int(lost))
    return GameSeen(
        title=task.board.title,
        rows=rules.rows,
        columns=rules.columns,
        positions=(*seen, last),
        won=("second", "first")[len(seen) % 2] if lost else "",
    )


def _cells(board: Board, position: Tensor) -> dict[int, int]:
    """On which cell the stone of each legal move comes to lie."""
    moves = board.rules.legal(position)[0].nonzero()[:, 0]
    before, after = position.sum(1), board.rules.after(position.expand(len(moves), -1, -1, -1), moves).sum(1)
    return dict(zip(moves.tolist(), (after - before).flatten(1).argmax(1).tolist(), strict=True))


def _stones(position: Tensor, moves: int) -> tuple[int, ...]:
    """Whose stones lie on the cells after so many moves of both in turn. Shape: (1, 2, rows, columns)."""
    mine, others = position[0].flatten(1).round().to(torch.int64)
    mover, other = (FIRST, SECOND) if moves % 2 == 0 else (SECOND, FIRST)
    return tuple((mine * mover + others * other).tolist())


def _task(program: Program) -> _Task | None:
    for answer in program.told:
        found = board_of(program, answer)
        if found and is_per_sample(program, answer.wire):
            name, board = found
            if shape_of(program, answer.wire) == (board.rules.moves,):
                return _Task(answer, name, board)
    return None


PROBE = NetworkProbe(
    key="game",
    order=28,
    title="As it plays",
    summary="A game that the network plays against itself now: the moves that it weighs, and what it thinks of them.",
    every_s=1.0,
    picture=GameSeen,
    supports=supports,
    look=look,
)
