"""Reconstruction: what went in beside what came out."""

from __future__ import annotations

import torch
from torch import Tensor

from builder.compiler.program import Program
from builder.kinds.dataset import DataField
from builder.samples.shades import Shades, shades
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene
from trainer.look.shown import pictured
from trainer.look.task import asked_field, judged, shape_of

SAMPLES = 12
FEWEST_VALUES = 9


class Reconstruction(Picture):
    """Validation samples, one a column. ``expected`` is there where it is not what went in; ``places`` names classes.

    Shape: each (samples, height, width).
    """

    given: Shades
    answered: Shades
    expected: Shades | None
    classes: tuple[str, ...]


def supports(program: Program) -> bool:
    """What comes out is of the kind of what should: a picture or a row of values, or a class for each place."""
    return _pair(program) is not None


def look(scene: Scene) -> Reconstruction | None:
    """The first validation samples, what the network makes of them, and what it should."""
    pair = _pair(scene.program)
    assert pair
    place, target, is_classed = pair
    field = asked_field(scene.program)
    assert field
    batch = scene.batch(SAMPLES)
    answer = scene.answers(batch)[place]
    right = _row(batch[target.name], target)
    return Reconstruction(
        given=_row(batch[field.name]),
        answered=_row(answer.argmax(1), target) if is_classed else _row(answer, like=right),
        expected=None if target.name == field.name else right,
        classes=target.classes if is_classed else (),
    )


def _pair(program: Program) -> tuple[int, DataField, bool] | None:
    field = asked_field(program)
    for task in judged(program) if field else ():
        shape, target = shape_of(program, task.wire), task.target
        is_picture = torch.Size(target.shape).numel() >= FEWEST_VALUES
        if is_picture and shape == target.shape and not target.classes:
            return task.place, target, False
        if is_picture and target.classes and shape == (len(target.classes), *target.shape) and len(target.shape) == 2:
            return task.place, target, True
    return None


def _row(samples: Tensor, target: DataField | None = None, like: Shades | None = None) -> Shades:
    """Samples as one stack of grey pictures, on the scale of what they are ``like``; classes keep their numbers."""
    if target and target.classes:
        return pictured(samples.float() / max(1, len(target.classes) - 1))
    if samples.dim() > 3:
        samples = samples.float().mean(1)
    side = round(samples[0].numel() ** 0.5)
    is_square = samples.dim() == 2 and side * side == samples.shape[1]
    rows = samples.reshape(len(samples), side, side) if is_square else samples
    return pictured(rows) if like is None else shades(rows, like.low, like.high)


PROBE = NetworkProbe(
    key="reconstruction",
    order=17,
    title="In and out",
    summary="What goes in, what the network makes of it and, where that is something else, what it should make of it.",
    every_s=0.5,
    picture=Reconstruction,
    supports=supports,
    look=look,
)
