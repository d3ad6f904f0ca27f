"""Where a point in the plane goes: the way that it takes, and an arrow for every other place."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor

from builder.compiler.program import Answer, Batch, Program
from builder.kinds.dataset import DataField
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import aim, given_fields
from trainer.asking.answers.parts.one import shape_of
from trainer.asking.answers.parts.plane import PLANE, answered, cloud, grid, learned, point_of, reach
from trainer.asking.answers.parts.told import Lines
from trainer.run.prepared import data_of
from trainer.step.device import CPU

SIDE, STEPS = 13, 24
SHARED = 0.8
"""So much of the room that answers take must be that in which points are given: else they lie in another plane."""


class FlowTold(Told):
    """``way`` begins where the point was given; each next place is the answer to the last one.

    Shape: way (steps + 1, 2); from_ and to (arrows, 2); points (N, 2). ``box`` is left, right, bottom, top.
    """

    kind: Literal["flow"] = "flow"
    x: str
    y: str
    way: Lines
    begins: Lines
    ends: Lines
    points: Lines
    box: tuple[float, float, float, float]


def _fits(program: Program, answer: Answer) -> bool:
    """A point of the same plane as the one that is given."""
    return _fields(program, answer) is not None


def _tell(reply: Reply, answer: Answer) -> FlowTold:
    """The answer, the answers to the answers, and an arrow for each place of a grid."""
    fields = _fields(reply.program, answer)
    assert fields
    field, _ = fields
    here = reply.batch[field.name].float().cpu()
    points, way = learned(reply, field), [here, reply.answers[answer.name].float().cpu()]
    while len(way) <= STEPS:
        way.append(answered(reply, answer, field, way[-1]))
    box = reach(points, here, way[1])
    places = grid(box, SIDE)
    return _told(field, torch.cat(way), places, answered(reply, answer, field, places), points, box)


def _right(program: Program, answer: Answer, sample: Batch) -> FlowTold | None:
    """Where the point of the sample goes by the data: one step."""
    fields = _fields(program, answer)
    assert fields
    field, target = fields
    way = torch.cat([sample[field.name], sample[target.name]]).float()
    none = torch.empty(0, 2)
    return _told(field, way, none, none, none, reach(way))


def _told(
    field: DataField,
    way: Tensor,
    begins: Tensor,
    ends: Tensor,
    points: Tensor,
    box: tuple[float, float, float, float],
) -> FlowTold:
    x, y = field.columns if len(field.columns) == len(PLANE) else ("x", "y")
    return FlowTold(x=x, y=y, way=cloud(way), begins=cloud(begins), ends=cloud(ends), points=cloud(points), box=box)


def _fields(program: Program, answer: Answer) -> tuple[DataField, DataField] | None:
    """The field of the point that is given, and that of the point that is answered."""
    field, aimed = point_of(program), aim(program, answer.wire)
    if field is None or len(given_fields(program)) > 1 or shape_of(program, answer.wire) != PLANE:
        return None
    if aimed is None or not aimed.field.name or not aimed.is_same or aimed.field.shape != PLANE:
        return None
    samples = data_of(program, CPU)[0]
    return (field, aimed.field) if _share(samples[field.name], samples[aimed.field.name]) >= SHARED else None


def _share(given: Tensor, target: Tensor) -> float:
    """Which share of the targets lies in the box of what is given."""
    low, high = given.min(0).values, given.max(0).values
    return ((target >= low) & (target <= high)).all(1).float().mean().item()


ANSWER = AnswerKind(order=70, told=FlowTold, fits=_fits, tell=_tell, right=_right)
