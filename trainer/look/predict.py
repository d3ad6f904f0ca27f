"""Tries a network out on something a visitor drew or typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from pydantic import BaseModel
from torch import Tensor

from builder.compiler.program import Answer
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


class Prediction(BaseModel):
    """The network's answers by name, as they were after ``step`` steps."""

    step: int
    outputs: dict[str, Answered]
    input: Seen


def predict(state: State, *, drawing: Drawing | None = None, values: Sequence[float] | None = None) -> Prediction:
    """What the network answers.

    Raises:
        TrainingProblem: ``bad_input``: it is not what this network's data look like.
    """
    field, sample = _sample(state, drawing, values)
    if state.program.asked != (field,):
        asked = " and ".join(state.program.asked) or "nothing"
        raise TrainingProblem("bad_input", f"This network asks for {asked}; only its {field} can be given here.")
    with looking(state.net):
        answers = state.net(sample)
    tensors: tuple[Tensor, ...] = answers if isinstance(answers, tuple) else (answers,)
    named = zip(state.program.answers, tensors, strict=True)
    return Prediction(
        step=state.step,
        outputs={answer.name: _answered(answer, tensor) for answer, tensor in named},
        input=Seen(shape=tuple(sample.shape[1:]), values=sample.reshape(-1).tolist()),
    )


def _sample(state: State, drawing: Drawing | None, values: Sequence[float] | None) -> tuple[str, Tensor]:
    dataset = state.program.dataset
    if not dataset.fields:
        raise TrainingProblem(
            "bad_input", "This network draws what it looks at by itself.", "Nothing can be given to it."
        )
    field = asked_field(state.program) or dataset.fields[0]
    if drawing is not None:
        if (from_drawing := dataset.drawn(field.name)) is None:
            raise TrainingProblem("bad_input", "This network does not look at pictures.", "Give numbers instead.")
        return field.name, from_drawing(_picture(drawing))
    expected = torch.Size(field.shape).numel()
    if values is None or len(values) != expected or not all(torch.isfinite(torch.tensor(values))):
        given = 0 if values is None else len(values)
        raise TrainingProblem("bad_input", f"{field.name} takes {expected} finite numbers; {given} were given.")
    sample = torch.tensor(values, dtype=torch.float32)
    if field.classes and not all(value in range(len(field.classes)) for value in values):
        raise TrainingProblem(
            "bad_input", f"{field.name} takes whole numbers from 0 to {len(field.classes) - 1}, one for each class."
        )
    return field.name, sample.to(field.dtype).reshape(1, *field.shape)


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
