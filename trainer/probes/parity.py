"""Foretold against right: each validation sample as a point, which lies on the diagonal where the network is right."""

from __future__ import annotations

import torch

from builder.compiler.program import Program
from builder.kinds.dataset import rows_of
from builder.samples.shades import Floats, floats
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene
from trainer.look.task import asked_field, foretold, validation

ROWS = 256
FEWEST = 8


class Parity(Picture):
    """``points`` are what is right and what the network foretells; it is off by ``error``, the mean of the distance.

    Shape: points (N, 2).
    """

    target: str
    meaning: str
    points: Floats
    error: float


def supports(program: Program) -> bool:
    """A number is foretold from more than one number, and there are some samples of it."""
    task, field = foretold(program), asked_field(program)
    is_curve = field is not None and field.shape == (1,)
    return task is not None and not is_curve and rows_of(validation(program)) >= FEWEST


def look(scene: Scene) -> Parity:
    """The first validation samples."""
    task = foretold(scene.program)
    assert task
    batch = scene.batch(ROWS)
    said, right = scene.answers(batch)[task.place].reshape(-1).cpu(), batch[task.target.name].reshape(-1).cpu()
    return Parity(
        target=task.target.name,
        meaning=task.target.help,
        points=floats(torch.stack([right, said], 1)),
        error=(said - right).abs().mean().item(),
    )


PROBE = NetworkProbe(
    key="parity",
    order=31,
    title="Foretold against right",
    summary="Samples that the network does not learn from: what it foretells, up, against what is right, along.",
    every_s=0.5,
    picture=Parity,
    supports=supports,
    look=look,
)
