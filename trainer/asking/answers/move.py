"""A move in a game: how likely the network makes each, before and after it has looked ahead, and what comes of it."""

from __future__ import annotations

from typing import Literal

from torch import Tensor

from builder.compiler.program import Answer, Batch, Program
from builder.games.parts.asking import told as said_by
from builder.games.parts.solved import Solved
from builder.games.parts.tree_search import TreeSearch
from builder.kinds.game import Board
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.one import one, shape_of
from trainer.asking.answers.parts.told import Part, number
from trainer.asking.fields.board import stones_of
from trainer.look.played import board_of, judge_of, shares_of
from trainer.step.device import CPU

SIMULATIONS = 50
"""So often it looks ahead before it is told what the network then thinks."""
Ending = Literal["", "won", "drawn"]


class MoveTold(Part):
    """A legal move, and the ``board`` after it as whoever moves then sees it; ``ends`` says how it ends the game.

    ``probability`` is the network's own, ``searched`` after it has looked ahead; None where it can't.
    """

    move: int
    probability: float
    searched: float | None = None
    board: tuple[int, ...]
    ends: Ending = ""


class PlayTold(Told):
    """What the network thinks of a position of ``board``: its ``moves``; there are none once the game is ``over``.

    ``worth`` is what it says of the position for who moves, from -1 (lost) to 1 (won), ``searched`` after it has looked
    ahead so many times; None where it says nothing.
    """

    kind: Literal["move"] = "move"
    board: tuple[int, ...]
    moves: tuple[MoveTold, ...]
    over: Literal["", "lost", "drawn"] = ""
    worth: float | None = None
    searched: float | None = None
    simulations: int = 0


def _fits(program: Program, answer: Answer) -> bool:
    """A number for each move of the game that is asked about."""
    found = board_of(program, answer)
    return found is not None and shape_of(program, answer.wire) == (found[1].rules.moves,)


def _tell(reply: Reply, answer: Answer) -> PlayTold:
    found = board_of(reply.program, answer)
    assert found
    name, board = found
    position, legal = reply.batch[name], board.rules.legal(reply.batch[name])
    own = shares_of(one(reply, answer)[None].float(), legal)
    player = judge_of(reply.program, reply.state.net, board)
    worth, searched, ahead = None, None, None
    if player is not None and legal.any():
        worth = number(float(said_by(player, position)[1]))
        policy, value = TreeSearch(board.rules, SIMULATIONS)(player, position)
        ahead, searched = policy[0], number(float(value))
    told = PlayTold(
        board=tuple(stones_of(position[0])),
        moves=_moves(board, position, own[0], ahead),
        over=_over(board, position),
        worth=worth,
        searched=searched,
        simulations=SIMULATIONS if searched is not None else 0,
    )
    return told


def _right(program: Program, answer: Answer, sample: Batch) -> PlayTold | None:
    """What perfect play would do, each of the best moves alike."""
    found = board_of(program, answer)
    assert found
    name, board = found
    position = sample[name].to(CPU)
    solved = Solved.of(board.rules, CPU)
    best = solved.best(position).float()
    return PlayTold(
        board=tuple(stones_of(position[0])),
        moves=_moves(board, position, best[0] / best.sum().clamp(min=1), None),
        over=_over(board, position),
        worth=float(solved.worth(position)),
    )


def _moves(board: Board, position: Tensor, shares: Tensor, ahead: Tensor | None) -> tuple[MoveTold, ...]:
    legal = board.rules.legal(position)[0].nonzero()[:, 0]
    if not len(legal):
        return ()
    after = board.rules.after(position.expand(len(legal), -1, -1, -1), legal)
    won, over = board.rules.has_lost(after).tolist(), board.rules.is_over(after).tolist()
    return tuple(
        MoveTold(
            move=move,
            probability=number(float(shares[move])),
            searched=number(float(ahead[move])) if ahead is not None else None,
            board=tuple(stones_of(after[place])),
            ends="won" if won[place] else "drawn" if over[place] else "",
        )
        for place, move in enumerate(legal.tolist())
    )


def _over(board: Board, position: Tensor) -> Literal["", "lost", "drawn"]:
    if board.rules.has_lost(position).any():
        return "lost"
    return "drawn" if board.rules.is_over(position).any() else ""


ANSWER = AnswerKind(order=5, told=PlayTold, fits=_fits, tell=_tell, right=_right)
