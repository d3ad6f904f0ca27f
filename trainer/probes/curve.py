"""Fitted curve: what a network of one number answers everywhere on its axis."""

from __future__ import annotations

import torch

from builder.compiler.program import Program
from builder.samples.shades import Floats, floats
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene
from trainer.look.task import asked_field, judged, shape_of

PLACES = 160
POINTS = 200
MARGIN = 0.08


class FittedCurve(Picture):
    """The network's curve and validation samples. Shape: curve (P, 2), points (M, 2), each x and y."""

    x: str
    y: str
    curve: Floats
    points: Floats


def supports(program: Program) -> bool:
    """One number goes in, one comes out, and the data say what it should be."""
    field, tasks = asked_field(program), judged(program)
    return bool(
        field
        and field.shape == (1,)
        and program.asked == (field.name,)
        and tasks
        and tasks[0].target.shape == shape_of(program, tasks[0].wire) == (1,)
    )


def look(scene: Scene) -> FittedCurve | None:
    """The curve over the range of the validation samples, and a little beyond."""
    field, (task, *_) = asked_field(scene.program), judged(scene.program)
    assert field
    batch = scene.batch(POINTS)
    x, y = batch[field.name], batch[task.target.name]
    low, high = x.min().item(), x.max().item()
    beyond = (high - low) * MARGIN
    places = torch.linspace(low - beyond, high + beyond, PLACES).unsqueeze(1)
    answers = scene.answers({field.name: places})[task.place]
    return FittedCurve(
        x=field.name,
        y=task.target.name,
        curve=floats(torch.cat([places, answers.cpu()], dim=1)),
        points=floats(torch.cat([x, y], dim=1)),
    )


PROBE = NetworkProbe(
    key="curve",
    order=21,
    title="Fitted curve",
    summary="What the network answers everywhere on the axis; the dots are validation samples.",
    every_s=0.5,
    picture=FittedCurve,
    supports=supports,
    look=look,
)
