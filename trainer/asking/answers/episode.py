"""An episode: how it goes when the network acts in its environment from the state that is given."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor

from builder.compiler.program import Answer, Batch, Program
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.one import one, shape_of
from trainer.asking.answers.parts.told import Lines, lines, number
from trainer.look.played import episode, world_of


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
    found = world_of(program, answer)
    return found is not None and shape_of(program, answer.wire) == (found[1].rules.actions,)


def _tell(reply: Reply, answer: Answer) -> EpisodeTold:
    found = world_of(reply.program, answer)
    assert found
    name, world = found

    def ask(state: Tensor) -> Tensor:
        return reply.program.ask(reply.state.net, {**reply.batch, name: state}, torch.Generator())[answer.name]

    seen = episode(world, reply.batch[name], ask)
    return EpisodeTold(
        world=world.key,
        actions=world.actions,
        probabilities=tuple(map(number, one(reply, answer).float().softmax(0).tolist())),
        states=lines(seen.states),
        taken=seen.taken,
        earned=number(seen.earned),
        ended=seen.ended,
    )


def _right(program: Program, answer: Answer, sample: Batch) -> EpisodeTold | None:
    """Nobody says what would have been right."""
    return None


ANSWER = AnswerKind(order=6, told=EpisodeTold, fits=_fits, tell=_tell, right=_right)
