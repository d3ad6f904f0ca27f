"""What a network does where it plays: the moves that it weighs on a board, and an episode in an environment."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from builder.checker.playing import BoundPlayer
from builder.compiler.program import Answer, Program
from builder.games.parts.asking import among
from builder.kinds.game import Board, Place
from builder.registry.games import GAMES, WORLDS

MOST_STEPS = 200
"""So many steps of an episode are shown at most."""

Asked = Callable[[Tensor], Tensor]
"""What a network answers to positions or states: a score for each move or action, for each of them."""


@dataclass(frozen=True)
class Episode:
    """``states`` are what was seen at each step and what came last, (steps + 1, numbers), ``taken`` the actions."""

    states: Tensor
    taken: tuple[int, ...]
    earned: float
    ended: bool


def episode(place: Place, state: Tensor, ask: Asked) -> Episode:
    """What happens from a state, (1, numbers), if the likeliest action is always taken: no longer than episodes are."""
    rules = place.rules
    most = min(MOST_STEPS, rules.longest)
    seen, taken, earned = [state[0]], list[int](), 0.0
    while len(taken) < most and not rules.is_over(state).any():
        action = ask(state).argmax(1)
        state = rules.after(state, action)
        taken.append(int(action))
        seen.append(state[0])
        earned += float(rules.reward(state))
    return Episode(torch.stack(seen), tuple(taken), earned, bool(rules.is_over(state).any()))


def shares_of(scores: Tensor, legal: Tensor) -> Tensor:
    """How likely each legal move is, whether it was told as a score or as a share already. Shape: both (1, moves)."""
    are_shares = bool((scores >= 0).all()) and math.isclose(float(scores.sum()), 1, abs_tol=1e-3)
    shares = scores * legal if are_shares else among(scores, legal).softmax(1)
    return shares / shares.sum().clamp(min=1e-9)


def world_of(program: Program, answer: Answer) -> tuple[str, Place] | None:
    """The one field that an answer rests on, and the environment that it is a state of."""
    name, game = _played(program, answer)
    return (name, WORLDS[game]) if game in WORLDS else None


def board_of(program: Program, answer: Answer) -> tuple[str, Board] | None:
    """The one field that an answer rests on, and the game that it is a position of."""
    name, game = _played(program, answer)
    return (name, GAMES[game]) if game in GAMES else None


def judge_of(program: Program, net: nn.Module, board: Board) -> nn.Module | None:
    """The network that plays this game in the drawing and says second what positions are worth."""
    for layer in program.plan.found.layers.values():
        if isinstance(layer, BoundPlayer) and layer.rules is board and len(layer.other.spec.outputs) > 1:
            module: nn.Module = getattr(net, program.plan.body.modules[layer.asks])
            return module
    return None


def _played(program: Program, answer: Answer) -> tuple[str, str]:
    fields = [field for field in program.dataset.fields if field.name in answer.fields]
    return (fields[0].name, fields[0].game) if len(fields) == 1 else ("", "")
