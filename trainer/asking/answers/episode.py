"""An episode: how it goes when the network acts in its environment from the state that is given."""

from __future__ import annotations

from typing import Literal

import torch

from builder.compiler.program import Answer, Batch, Program
from builder.kinds.game import Place
from builder.registry.games import WORLDS
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.one import one, shape_of
from trainer.asking.answers.parts.told import Lines, lines, number

MOST = 200
"""So many steps are shown at most."""


class EpisodeTold(Told):
    """How likely the network makes each of the ``actions`` in the state, and what happens if it takes the likeliest.

    ``states`` are what it saw at each step, (steps, numbers), and what came last; ``taken`` the actions between them.
    It ``earned`` so much; it ``ended``, or went on when enough was seen.
    """

    kind: Literal["episode"] = "episode"
    world: str
    actions: tuple[str, ...]
    probabilities: tuple[float, ...]
    states: Lines
    taken: tuple[int, ...]
    earned: float
    ended: bool


def _fits(program: Program, answer: Answer) -> bool:
    """A score for each action of the environment whose state is asked about."""
    found = _world(program, answer)
    return found is not None and shape_of(program, answer.wire) == (found[1].rules.actions,)


def _tell(reply: Reply, answer: Answer) -> EpisodeTold:
    found = _world(reply.program, answer)
    assert found
    name, world = found
    rules, state = world.rules, reply.batch[name]
    seen, taken, earned = [state[0]], list[int](), 0.0
    while len(taken) < MOST and not rules.is_over(state).any():
        scores = reply.program.ask(reply.state.net, {**reply.batch, name: state}, torch.Generator())[answer.name]
        action = scores.argmax(1)
        state = rules.after(state, action)
        taken.append(int(action))
        seen.append(state[0])
        earned += float(rules.reward(state))
    return EpisodeTold(
        world=world.key,
        actions=world.actions,
        probabilities=tuple(map(number, one(reply, answer).float().softmax(0).tolist())),
        states=lines(torch.stack(seen)),
        taken=tuple(taken),
        earned=number(earned),
        ended=bool(rules.is_over(state).any()),
    )


def _right(program: Program, answer: Answer, sample: Batch) -> EpisodeTold | None:
    """Nobody says what would have been right."""
    return None


def _world(program: Program, answer: Answer) -> tuple[str, Place] | None:
    """The one field that an answer rests on, and the environment that it is a state of."""
    fields = [field for field in program.dataset.fields if field.name in answer.fields]
    if len(fields) != 1 or fields[0].game not in WORLDS:
        return None
    return fields[0].name, WORLDS[fields[0].game]


ANSWER = AnswerKind(order=6, told=EpisodeTold, fits=_fits, tell=_tell, right=_right)
