"""Answers in the plane: real points around them, and what is answered everywhere."""

from __future__ import annotations

import torch
from torch import Tensor

from builder.compiler.program import Answer, Program
from builder.kinds.dataset import DataField
from trainer.asking.answer import Reply
from trainer.asking.answers.parts.aim import given_fields
from trainer.asking.answers.parts.told import Lines, lines
from trainer.look.scene import Scene
from trainer.run.prepared import data_of
from trainer.step.device import CPU

PLANE = (2,)
POINTS = 300
MARGIN = 0.1


def point_of(program: Program) -> DataField | None:
    """The one point in the plane that is given; None where there is none, or several."""
    points = [field for field in given_fields(program) if field.shape == PLANE and not field.classes]
    return points[0] if len(points) == 1 else None


def points_of(program: Program) -> DataField | None:
    """The points in the plane that the data are, given or not."""
    return next((field for field in program.dataset.fields if field.shape == PLANE and not field.classes), None)


def learned(reply: Reply, field: DataField) -> Tensor:
    """Points that the network learned from, or none where they may not be seen. Shape: (N, 2)."""
    return data_of(reply.program, CPU)[0][field.name][:POINTS].float() if reply.may_read else torch.empty(0, 2)


def cloud(points: Tensor) -> Lines:
    return lines(points.reshape(-1, 2))


def reach(*points: Tensor) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a box around points, a little wider than they are."""
    every = torch.cat([each.reshape(-1, 2).float().cpu() for each in points])
    low, high = every.min(0).values, every.max(0).values
    beyond = (high - low).clamp_min(1e-6) * MARGIN
    (left, bottom), (right, top) = (low - beyond).tolist(), (high + beyond).tolist()
    return left, right, bottom, top


def grid(box: tuple[float, float, float, float], side: int) -> Tensor:
    """Places in a box, row by row from the top left. Shape: (side x side, 2)."""
    left, right, bottom, top = box
    x = torch.linspace(left, right, side).repeat(side)
    y = torch.linspace(top, bottom, side).repeat_interleave(side)
    return torch.stack([x, y], 1)


def answered(reply: Reply, answer: Answer, field: DataField, places: Tensor) -> Tensor:
    """What is answered to other values of one field, all else being as it was given. Shape: (M, 2) -> (M, ...)."""
    rows = len(places)
    batch = {name: values.expand(rows, *values.shape[1:]) for name, values in reply.batch.items()}
    place = [each.name for each in reply.program.answers].index(answer.name)
    return Scene(reply.state).answers({**batch, field.name: places.to(field.dtype)})[place].cpu()
