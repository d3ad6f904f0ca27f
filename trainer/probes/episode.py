"""An episode: what the network does in its environment now, step by step, from a state of the validation part.

Reference: Sutton and Barto, "Reinforcement Learning: An Introduction", 1998, chapter 3.
"""

from __future__ import annotations

import torch
from torch import Tensor

from builder.compiler.program import Answer, Program
from builder.kinds.game import Place
from builder.samples.shades import Floats, as_bytes, floats
from trainer.look.made import begun
from trainer.look.played import episode, world_of
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene
from trainer.look.task import is_per_sample, shape_of


class EpisodeSeen(Picture):
    """``states`` are what it saw at each step and what came last; ``taken`` the actions between them, one byte each.

    It ``earned`` so much; it ``ended``, or went on when enough was seen.

    Shape: states (steps + 1, numbers), taken (steps,).
    """

    world: str
    actions: tuple[str, ...]
    states: Floats
    taken: bytes
    earned: float
    ended: bool


def supports(program: Program) -> bool:
    """There is a score for each action of an environment, and its states are the data."""
    return _task(program) is not None


def look(scene: Scene) -> EpisodeSeen:
    """From the first validation state on, the likeliest action at each step."""
    task = _task(scene.program)
    assert task
    answer, name, place = task
    batch = begun(scene, 1)

    def ask(state: Tensor) -> Tensor:
        return scene.program.ask(scene.net, {**batch, name: state}, torch.Generator(), [answer.name])[answer.name]

    seen = episode(place, batch[name], ask)
    return EpisodeSeen(
        world=place.key,
        actions=place.actions,
        states=floats(seen.states),
        taken=as_bytes(torch.tensor(seen.taken)),
        earned=seen.earned,
        ended=seen.ended,
    )


def _task(program: Program) -> tuple[Answer, str, Place] | None:
    for answer in program.told:
        found = world_of(program, answer)
        if found and is_per_sample(program, answer.wire):
            name, place = found
            if shape_of(program, answer.wire) == (place.rules.actions,):
                return answer, name, place
    return None


PROBE = NetworkProbe(
    key="episode",
    order=27,
    title="As it acts",
    summary="What the network does in its environment now, from a state that it does not learn from.",
    every_s=1.0,
    picture=EpisodeSeen,
    supports=supports,
    look=look,
)
