"""Boxes: what a detector finds in pictures, beside what is there."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.checker.wiring import Wire
from builder.compiler.program import Program
from builder.kinds.dataset import DataField
from trainer.look.made import classes_on
from trainer.look.measured_boxes import LEAST_SCORE, measured_boxes, sides
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene
from trainer.look.shown import Shown, shown
from trainer.look.task import is_per_sample, judged, shape_of

SAMPLES = 6
MOST_BOXES = 16


class FoundBox(BaseModel):
    """One box in shares of the picture, from 0 to 1; ``label`` is empty and ``score`` None where nothing says them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    left: float
    top: float
    right: float
    bottom: float
    label: str = ""
    score: float | None = None


class Boxed(BaseModel):
    """A validation sample: its picture, the boxes that were found, the surest first, and those that are there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    given: Shown
    said: tuple[FoundBox, ...]
    right: tuple[FoundBox, ...]


class BoxesSeen(Picture):
    """Boxes with a score below ``least`` are left out; None where there are no scores."""

    least: float | None
    classes: tuple[str, ...]
    samples: tuple[Boxed, ...]


@dataclass(frozen=True)
class _Task:
    """Wires of boxes said and right, and what else is known of each; corners or, with ``axis``, centres along it."""

    picture: DataField
    said: Wire
    right: Wire
    axis: int | None = None
    scores: Wire | None = None
    labels: Wire | None = None
    right_labels: Wire | None = None

    @property
    def wires(self) -> list[Wire]:
        return [w for w in (self.said, self.right, self.scores, self.labels, self.right_labels) if w]


def supports(program: Program) -> bool:
    """Boxes are measured, or an answer is compared with the boxes of the data; and a picture is asked for."""
    return _task(program) is not None


def look(scene: Scene) -> BoxesSeen | None:
    """The first validation pictures."""
    task = _task(scene.program)
    assert task
    values = dict(zip(task.wires, scene.wires(task.wires, SAMPLES), strict=True))
    pictures = scene.batch(SAMPLES)[task.picture.name]
    said, right = _corners(task, values[task.said]), _corners(task, values[task.right])
    size = sides(task.picture, right)
    said, right = said / size, right / size
    classes = classes_on(scene.program, task.right_labels) if task.right_labels else ()
    scores, labels = _of(values, task.scores), _of(values, task.labels)
    right_labels = _of(values, task.right_labels)
    return BoxesSeen(
        least=None if scores is None else LEAST_SCORE,
        classes=classes,
        samples=tuple(
            Boxed(
                number=number,
                given=shown(task.picture.name, picture, task.picture),
                said=_boxes(said[number], _row(labels, number), _row(scores, number), classes),
                right=_boxes(right[number], _row(right_labels, number), None, classes),
            )
            for number, picture in enumerate(pictures)
        ),
    )


def _task(program: Program) -> _Task | None:
    found = program.plan.found
    names = set(program.plan.fields.values())
    picture = next((f for f in program.dataset.fields if f.kind == "image" and f.name in names), None)
    if picture is None:
        return None
    for each in measured_boxes(program):
        return _Task(picture, each.said, each.right, None, each.scores, each.labels, each.right_labels)
    for task in judged(program):
        axis, wires = task.target.box_axis, found.wiring.sources[task.judge]
        is_alike = axis is not None and shape_of(program, task.wire) == task.target.shape
        if is_alike and is_per_sample(program, task.wire) and shape_of(program, wires["target"]) == task.target.shape:
            return _Task(picture, task.wire, wires["target"], axis)
    return None


def _corners(task: _Task, values: Tensor) -> Tensor:
    """Shape: (N, 4), (N, boxes, 4) or, of centres, with the four along an axis -> (N, boxes, 4)."""
    if task.axis is None:
        return values.float().reshape(len(values), -1, 4)
    boxes = values.float().movedim(1 + task.axis, -1).reshape(len(values), -1, 4)
    middle, half = boxes[..., :2], boxes[..., 2:] / 2
    return torch.cat([middle - half, middle + half], -1)


def _of(values: dict[Wire, Tensor], wire: Wire | None) -> Tensor | None:
    return None if wire is None else values[wire]


def _row(values: Tensor | None, number: int) -> Tensor | None:
    return None if values is None else values[number].reshape(-1)


def _boxes(
    corners: Tensor, labels: Tensor | None, scores: Tensor | None, classes: tuple[str, ...]
) -> tuple[FoundBox, ...]:
    """Those with an area and, where there are scores, with enough of it."""
    order = range(len(corners)) if scores is None else scores.argsort(descending=True, stable=True).tolist()
    found = []
    for place in order:
        left, top, right, bottom = corners[place].tolist()
        label = -1 if labels is None else int(labels[place])
        score = None if scores is None else float(scores[place])
        is_there = right > left and bottom > top and (labels is None or label >= 0)
        if is_there and (score is None or score >= LEAST_SCORE):
            name = classes[label] if 0 <= label < len(classes) else ""
            found.append(FoundBox(left=left, top=top, right=right, bottom=bottom, label=name, score=score))
    return tuple(found[:MOST_BOXES])


PROBE = NetworkProbe(
    key="boxes",
    order=16,
    title="Boxes",
    summary="What is found in pictures that the network does not learn from; dashed boxes are what is there.",
    every_s=1.0,
    picture=BoxesSeen,
    supports=supports,
    look=look,
)
