"""Boxes over a picture, with what is in them and how sure that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from builder.checker.wiring import Wire
from builder.compiler.program import Answer, Batch, Program
from builder.kinds.dataset import DataField
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import Aim, aim, given_fields
from trainer.asking.answers.parts.odds import odds_of
from trainer.asking.answers.parts.one import shape_of
from trainer.asking.answers.parts.over import picture_of
from trainer.asking.answers.parts.resting import rested_on
from trainer.asking.answers.parts.told import Part, number
from trainer.look.made import classes_on
from trainer.look.measured_boxes import LEAST_SCORE, MeasuredBoxes, measured_boxes, sides
from trainer.look.scene import Scene
from trainer.run.prepared import data_of
from trainer.step.device import CPU

NUMBERS = 4
NOTHING = "none"
LOOKED_AT = 64


class Box(Part):
    """One box in shares of the picture, from 0 to 1; ``label`` is empty and ``score`` None where nothing says them."""

    left: float
    top: float
    right: float
    bottom: float
    label: str
    score: float | None


class BoxesTold(Told):
    """``over`` is the given picture that they lie on. ``classes`` are all that a label may be."""

    kind: Literal["boxes"] = "boxes"
    boxes: tuple[Box, ...]
    classes: tuple[str, ...]
    over: str


@dataclass(frozen=True)
class Form:
    """How an answer holds boxes: along ``axis`` of one sample, as ``corners`` takes them. ``picture`` lies below.

    Shape: corners (boxes, 4) -> (boxes, 4), left, top, right and bottom in shares of the picture.
    """

    picture: DataField
    axis: int
    corners: Callable[[Tensor], Tensor]
    field: DataField | None
    measure: MeasuredBoxes | None = None

    def boxes(self, values: Tensor) -> Tensor:
        """Shape: one sample -> (boxes, 4)."""
        return self.corners(values.float().cpu().movedim(self.axis, -1).reshape(-1, NUMBERS))


def _fits(program: Program, answer: Answer) -> bool:
    return _form(program, answer) is not None


def _tell(reply: Reply, answer: Answer) -> BoxesTold:
    """The boxes, and for each the class that another answer chooses beside it."""
    program, form = reply.program, _form(reply.program, answer)
    assert form
    boxes = form.boxes(reply.answers[answer.name][0])
    if form.measure:
        return _measured(reply, form, form.measure, boxes)
    named = _beside(program, answer, form)
    if named is None:
        return _told(form, boxes, None, None, ())
    beside, aimed = named
    assert aimed.axis
    odds = odds_of(program, beside.wire, reply.answers[beside.name], aimed.axis)[0]
    best = odds.reshape(len(boxes), -1).cpu().max(-1)
    return _told(form, boxes, best.indices, best.values, aimed.field.classes)


def _measured(reply: Reply, form: Form, measure: MeasuredBoxes, boxes: Tensor) -> BoxesTold:
    """The boxes that the drawing is sure of, the surest first."""
    program, wires = reply.program, [wire for wire in (measure.scores, measure.labels) if wire]
    found = Scene(reply.state).between(rested_on(program, wires, reply.batch), wires)
    values = {wire: value.cpu() for wire, value in zip(wires, found, strict=True)}
    labels = values[measure.labels].reshape(-1) if measure.labels else None
    scores = values[measure.scores].float().reshape(-1) if measure.scores else None
    if scores is not None:
        order = scores.argsort(descending=True, stable=True)
        order = order[scores[order] >= LEAST_SCORE]
        boxes, scores, labels = boxes[order], scores[order], None if labels is None else labels[order]
    return _told(form, boxes, labels, scores, _classes(program, measure))


def _classes(program: Program, measure: MeasuredBoxes) -> tuple[str, ...]:
    return classes_on(program, measure.right_labels) if measure.right_labels else ()


def _right(program: Program, answer: Answer, sample: Batch) -> BoxesTold | None:
    """The boxes of the sample, where the data have them, and their classes."""
    form = _form(program, answer)
    assert form
    if form.measure:
        wires = [wire for wire in (form.measure.right, form.measure.right_labels) if wire]
        found = _of_data(program, wires, sample)
        boxes = form.boxes(found[0][0])
        there = (boxes[:, 2:] > boxes[:, :2]).all(1)
        labels = found[1].reshape(-1)[there] if form.measure.right_labels else None
        return _told(form, boxes[there], labels, None, _classes(program, form.measure))
    if form.field is None:
        return None
    boxes = form.boxes(sample[form.field.name][0])
    named = _beside(program, answer, form)
    if named is None:
        return _told(form, boxes[boxes.ne(0).any(1)], None, None, ())
    field = named[1].field
    return _told(form, boxes, sample[field.name][0].reshape(-1), None, field.classes)


def _told(
    form: Form, boxes: Tensor, labels: Tensor | None, scores: Tensor | None, classes: tuple[str, ...]
) -> BoxesTold:
    """All boxes but those of which is said that nothing is there."""
    told = []
    for place, corners in enumerate(boxes.tolist()):
        label = classes[int(labels[place])] if labels is not None and 0 <= labels[place] < len(classes) else ""
        if label != NOTHING:
            left, top, right, bottom = map(number, corners)
            score = None if scores is None else number(float(scores[place]))
            told.append(Box(left=left, top=top, right=right, bottom=bottom, label=label, score=score))
    return BoxesTold(boxes=tuple(told), classes=classes, over=form.picture.name)


def _beside(program: Program, answer: Answer, form: Form) -> tuple[Answer, Aim] | None:
    """The answer that chooses a class for each box."""
    shape = list(shape_of(program, answer.wire))
    del shape[form.axis]
    for other in program.answers:
        aimed = aim(program, other.wire) if other != answer else None
        if aimed and aimed.axis and aimed.field.name and aimed.field.shape == tuple(shape):
            return other, aimed
    return None


def _form(program: Program, answer: Answer) -> Form | None:
    """How the answer holds boxes; None where it does not, or nothing says so."""
    picture, shape = picture_of(program), shape_of(program, answer.wire)
    if picture is None or NUMBERS not in shape or len(given_fields(program)) > 1:
        return None
    aimed = aim(program, answer.wire)
    if aimed and aimed.field.name:
        axis = aimed.field.box_axis
        is_one = axis is not None and aimed.is_same and aimed.field.shape == shape
        return Form(picture, axis, _from_centres, aimed.field) if is_one and axis is not None else None
    if shape[-1] != NUMBERS:
        return None
    if measure := _measure_of(program, answer):
        return Form(picture, len(shape) - 1, _in_shares(program, measure, picture), None, measure)
    corners = _of_pixels(program, answer, picture)
    return Form(picture, len(shape) - 1, corners, None) if corners else None


def _measure_of(program: Program, answer: Answer) -> MeasuredBoxes | None:
    """The measure that the answer is given to, where its right boxes rest on the data alone."""
    layers = program.plan.found.layers
    for each in measured_boxes(program):
        rests = program.rests_on([each.right, *([each.right_labels] if each.right_labels else [])])
        if each.said == answer.wire and all(layers[node].spec.role == "data" for node, _ in rests):
            return each
    return None


def _in_shares(program: Program, measure: MeasuredBoxes, picture: DataField) -> Callable[[Tensor], Tensor]:
    """How corners become shares of the picture: they are, or they are counted in pixels."""
    (right,) = _of_data(program, [measure.right], _first(program, 1))
    size = sides(picture, right)
    return lambda boxes: boxes / size


def _from_centres(boxes: Tensor) -> Tensor:
    """From the centre's x and y, width and height."""
    middle, half = boxes[:, :2], boxes[:, 2:] / 2
    return torch.cat([middle - half, middle + half], 1)


def _of_pixels(program: Program, answer: Answer, picture: DataField) -> Callable[[Tensor], Tensor] | None:
    """How boxes are read that are counted in pixels, by what they are compared with; None where that is no box.

    It is computed for some samples: always the first and the last pixels of a box, across and down, or always how many
    pixels are left free at each side.
    """
    target = _computed(program, answer)
    if target is None:
        return None
    (found,) = _of_data(program, [target], _first(program, LOOKED_AT))
    height, width = picture.shape[1:]
    size, boxes = torch.tensor([width, height]), found.float().reshape(-1, NUMBERS)
    first, last = boxes[:, :2], boxes[:, 2:]
    if (boxes < 0).any() or (first >= size).any() or (last >= size).any() or not boxes.std(0).gt(0).all():
        return None
    are_corners, are_free = bool((first <= last).all()), bool((first + last < size).all())
    if are_corners == are_free:
        return None  # neither, or nobody can tell
    if are_corners:
        return lambda boxes: torch.cat([boxes[:, :2] / size, (boxes[:, 2:] + 1) / size], 1)
    return lambda boxes: torch.cat([boxes[:, :2] / size, 1 - boxes[:, 2:] / size], 1)


def _first(program: Program, many: int) -> Batch:
    """The first held-out samples."""
    return {name: values[:many] for name, values in data_of(program, CPU)[1].items()}


def _of_data(program: Program, wires: list[Wire], samples: Batch) -> tuple[Tensor, ...]:
    """What flows for some samples on wires that rest on the data alone, whatever has been learned."""
    given = rested_on(program, wires, samples)
    values = {".".join(wire): value for wire, value in given.items()}
    with torch.no_grad():
        return program.between(given, wires)(program.network().eval(), values)


def _computed(program: Program, answer: Answer) -> Wire | None:
    """The wire that a loss or a metric compares the answer with, where it is computed from the data alone."""
    found = program.plan.found
    for id in (*found.with_role("loss"), *found.with_role("metric")):
        input, target = (found.wiring.sources[id].get(port) for port in ("input", "target"))
        if input == answer.wire and target and id in found.needed:
            rests = program.rests_on([target])
            if rests and all(found.layers[wire[0]].spec.role == "data" for wire in rests):
                return target
    return None


ANSWER = AnswerKind(order=35, told=BoxesTold, fits=_fits, tell=_tell, right=_right)
