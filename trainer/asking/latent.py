"""The codes of samples, and what is read from any other code."""

from __future__ import annotations

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.checker.wiring import Wire
from builder.compiler.program import Answer, Program
from trainer.asking.answer import Reply
from trainer.asking.answers.parts.told import Lines, lines, number
from trainer.asking.ask import AnsweredBy
from trainer.asking.code import latent_of
from trainer.asking.registry import answer_kind
from trainer.look.looking import looking
from trainer.look.scene import Scene
from trainer.look.task import label_of, shape_of
from trainer.problems import TrainingProblem
from trainer.run.state import State

POINTS, REACH = 400, 3.0


class Codes(BaseModel):
    """The codes of held-out samples, none where these may not be seen, and between which values codes lie, one by one.

    Shape: points (N, values of a code); labels (N), by the places of their classes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    ranges: tuple[tuple[float, float], ...]
    points: Lines
    labels: tuple[int, ...]
    classes: tuple[str, ...]


class Unfolded(BaseModel):
    """What is read from a code with each of several weights."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answers: tuple[AnsweredBy, ...]


def codes(state: State, *, may_read: bool) -> Codes:
    """Where held-out samples lie. Raises: TrainingProblem ``bad_input``."""
    code, _ = _found(state.drawing)
    many = shape_of(state.drawing, code)[0]
    if not may_read:
        return Codes(ranges=((-REACH, REACH),) * many, points=lines(torch.empty(0, many)), labels=(), classes=())
    scene = Scene(state)
    with looking(state.net):
        (found,) = scene.wires([code], POINTS)
    found = found.float().cpu()
    low, high = found.min(0).values, found.max(0).values
    beyond = (high - low).clamp_min(1e-3) * 0.15
    label = label_of(state.drawing)
    return Codes(
        ranges=tuple(_ends(least, most) for least, most in torch.stack([low - beyond, high + beyond], 1).tolist()),
        points=lines(found),
        labels=tuple(scene.batch(POINTS)[label.name].tolist()) if label else (),
        classes=label.classes if label else (),
    )


def decoded(state: State, code: list[float], weights: str) -> AnsweredBy:
    """What is read from a code.

    Raises:
        TrainingProblem: ``bad_input``: there is no code, or it has other numbers.
    """
    wire, answer = _found(state.drawing)
    many = shape_of(state.drawing, wire)[0]
    value: Tensor = torch.tensor([code], dtype=torch.float32)
    if value.shape != (1, many) or not value.isfinite().all():
        raise TrainingProblem(
            "bad_input", f"The code has {many} finite numbers; {len(code)} were given.", "Give one for each."
        )
    with looking(state.net):
        (said,) = Scene(state).between({wire: value}, [answer.wire])
        reply = Reply(state, {}, {answer.name: said})
        told = answer_kind(state.drawing, answer).tell(reply, answer)
    return AnsweredBy(weights=weights, step=state.step, told={answer.name: told})


def _ends(low: float, high: float) -> tuple[float, float]:
    return number(low), number(high)


def _found(program: Program) -> tuple[Wire, Answer]:
    found = latent_of(program)
    if found is None:
        raise TrainingProblem("bad_input", "This network reads nothing from a code alone.", "Ask it with its fields.")
    return found
