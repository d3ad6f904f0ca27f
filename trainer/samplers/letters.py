"""Language models: a text, continued letter by letter."""

from __future__ import annotations

import torch

from builder.compiler.program import Program
from builder.kinds.dataset import DataField
from trainer.look.sampler import Made, Sampler, chance
from trainer.look.scene import Scene
from trainer.look.shown import Shown, text
from trainer.look.task import asked_field, judged, shape_of, validation

TEXTS = 4
PROMPT = 8
WRITTEN = 48
TEMPERATURE = 0.7


def supports(program: Program) -> bool:
    """Letters go in, scores of letters come out for each place, and the data say which letter follows."""
    return _task(program) is not None


def draw(scene: Scene) -> Made:
    """The first texts of the validation part, continued. The network sees as many letters at once as in training."""
    task = _task(scene.program)
    assert task
    place, field = task
    written, random = scene.batch(TEXTS)[field.name][:, :PROMPT], chance()
    for _ in range(WRITTEN):
        window = written[:, -field.shape[0] :]
        last = window.shape[1] - 1
        padded = torch.nn.functional.pad(window, (0, field.shape[0] - window.shape[1]))
        (scores, *_) = scene.answers({field.name: padded})[place : place + 1]
        odds = (scores[:, last] / TEMPERATURE).softmax(-1).cpu()  # (texts, letters)
        letters = torch.multinomial(odds, 1, generator=random).to(written.device)
        written = torch.cat([written, letters], dim=1)
    return Made(samples=tuple(_shown(row, field) for row in written))


def _shown(row: torch.Tensor, field: DataField) -> Shown:
    words = text(row, field.classes)
    return Shown(name=words[:PROMPT], picture=None, words=words[PROMPT:])


def _task(program: Program) -> tuple[int, DataField] | None:
    field = asked_field(program)
    if field is None or len(field.shape) != 1 or not all(len(letter) == 1 for letter in field.classes or ("",)):
        return None
    for task in judged(program):
        is_scored = shape_of(program, task.wire) == (*field.shape, len(field.classes))
        if is_scored and _follows(program, field.name, task.target.name):
            return task.place, field
    return None


def _follows(program: Program, letters: str, target: str) -> bool:
    """Whether a field of the data holds the letter that follows each one of another field."""
    samples = validation(program)
    return torch.equal(samples[letters][:, 1:], samples[target][:, :-1])


SAMPLER = Sampler(
    order=50, how="Written letter by letter, after the beginning of a validation text.", supports=supports, draw=draw
)
