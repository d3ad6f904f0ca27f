"""Tries a network out on something a visitor drew or typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from pydantic import BaseModel
from torch import Tensor

from builder.compiler.program import Answer
from builder.kinds.dataset import DataField
from trainer.look.looking import looking
from trainer.look.task import asked_field
from trainer.problems import TrainingProblem
from trainer.run.state import State

MAX_SIDE = 512


@dataclass(frozen=True)
class Drawing:
    """Grey values, one byte each, row by row: 0 is paper, 255 is ink."""

    width: int
    height: int
    pixels: bytes


class Answered(BaseModel):
    """What one answer of the network is: raw values and, for classes, their probabilities."""

    values: list[float]
    probabilities: list[float] | None = None
    classes: tuple[str, ...] | None = None


class Seen(BaseModel):
    """What went into the network."""

    shape: tuple[int, ...]
    values: list[float]
    is_photo: bool = False


class Prediction(BaseModel):
    """The network's answers by name, as they were after ``step`` steps, and what went in: the first field of it."""

    step: int
    outputs: dict[str, Answered]
    input: Seen
    text: str = ""


Given = Drawing | Sequence[float]


def predict(state: State, *, drawing: Drawing | None = None, values: Sequence[float] | None = None) -> Prediction:
    """What the network answers to one thing.

    Raises:
        TrainingProblem: ``bad_input``: it is not what this network's data look like.
    """
    if not state.drawing.dataset.fields:
        raise TrainingProblem(
            "bad_input", "This network draws what it looks at by itself.", "Nothing can be given to it."
        )
    field = asked_field(state.drawing) or state.drawing.dataset.fields[0]
    given = drawing if drawing is not None else values if values is not None else ()
    return predict_for(state, {field.name: given})


def predict_for(state: State, given: Mapping[str, Given]) -> Prediction:
    """What the network answers to what each of its fields is given.

    Raises:
        TrainingProblem: ``bad_input``: they are other fields, or not what this network's data look like.
    """
    asked = state.drawing.asked
    if set(asked) != set(given):
        words = (
            f"This network asks for {' and '.join(asked) or 'nothing'}; {' and '.join(given) or 'nothing'} was given."
        )
        raise TrainingProblem("bad_input", words)
    samples = [_sample(state, name, given[name]) for name in asked]
    with looking(state.net):
        answers = state.net(*(sample.to(state.device) for sample in samples))
    tensors: tuple[Tensor, ...] = answers if isinstance(answers, tuple) else (answers,)
    named = zip(state.drawing.answers, tensors, strict=True)
    return Prediction(
        step=state.step,
        outputs={answer.name: _answered(answer, tensor) for answer, tensor in named},
        input=Seen(
            shape=tuple(samples[0].shape[1:]),
            values=samples[0].reshape(-1).tolist(),
            is_photo=_field(state, asked[0]).is_photo,
        ),
    )


def _field(state: State, name: str) -> DataField:
    return next(field for field in state.drawing.dataset.fields if field.name == name)


def _sample(state: State, name: str, given: Given) -> Tensor:
    """Shape: (1, ...)."""
    dataset = state.drawing.dataset
    field = _field(state, name)
    if isinstance(given, Drawing):
        if (from_drawing := dataset.drawn(name)) is None:
            raise TrainingProblem("bad_input", "This network does not look at pictures.", "Give numbers instead.")
        return from_drawing(_picture(given))
    expected = torch.Size(field.shape).numel()
    if len(given) != expected or not all(torch.isfinite(torch.tensor(given))):
        raise TrainingProblem("bad_input", f"{name} takes {expected} finite numbers; {len(given)} were given.")
    if field.classes and not all(value in range(len(field.classes)) for value in given):
        raise TrainingProblem(
            "bad_input", f"{name} takes whole numbers from 0 to {len(field.classes) - 1}, one for each class."
        )
    return torch.tensor(given, dtype=torch.float32).to(field.dtype).reshape(1, *field.shape)


def _picture(drawing: Drawing) -> Tensor:
    sides = (drawing.width, drawing.height)
    if not all(1 <= side <= MAX_SIDE for side in sides) or len(drawing.pixels) != drawing.width * drawing.height:
        raise TrainingProblem(
            "bad_input",
            f"A drawing has one byte per pixel and sides of 1 to {MAX_SIDE} pixels; "
            f"this one says {drawing.width} x {drawing.height} and has {len(drawing.pixels)} bytes.",
        )
    grey = torch.frombuffer(bytearray(drawing.pixels), dtype=torch.uint8)
    return grey.reshape(drawing.height, drawing.width).float() / 255


def _answered(answer: Answer, outputs: Tensor) -> Answered:
    """What is answered to the first of a batch."""
    values, choice = outputs[0].reshape(-1).tolist(), answer.choice
    if not choice:
        return Answered(values=values)
    return Answered(values=values, probabilities=choice.probabilities(outputs)[0].tolist(), classes=choice.classes)
