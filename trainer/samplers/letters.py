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
    field = letters_of(scene.program)
    assert field
    rows = written(scene, scene.batch(TEXTS)[field.name][:, :PROMPT], WRITTEN)
    return Made(samples=tuple(_shown(row, field) for row in rows))


def letters_of(program: Program) -> DataField | None:
    """The field of the letters that go in; None where the network writes none."""
    task = _task(program)
    return task and task[1]


def written(scene: Scene, tokens: torch.Tensor, many: int) -> torch.Tensor:
    """Beginnings, and so many letters after each. Shape: tokens (N, L) -> (N, L + many)."""
    task = _task(scene.program)
    assert task
    (place, field, is_turned), random = task, chance()
    for _ in range(many):
        window = tokens[:, -field.shape[0] :]
        last = window.shape[1] - 1
        padded = torch.nn.functional.pad(window, (0, field.shape[0] - window.shape[1]))
        scores = scene.answers({field.name: padded})[place]
        scores = scores.transpose(1, 2) if is_turned else scores  # (texts, places, letters)
        odds = (scores[:, last] / TEMPERATURE).softmax(-1).cpu()  # (texts, letters)
        letters = torch.multinomial(odds, 1, generator=random).to(tokens.device)
        tokens = torch.cat([tokens, letters], dim=1)
    return tokens


def _shown(row: torch.Tensor, field: DataField) -> Shown:
    words = text(row, field.classes)
    return Shown(name=words[:PROMPT], picture=None, words=words[PROMPT:])


def _task(program: Program) -> tuple[int, DataField, bool] | None:
    """The place of the answer, the field of the letters, and whether scores stand on the axis before the places."""
    field = asked_field(program)
    if field is None or len(field.shape) != 1 or not all(len(letter) <= 1 for letter in field.classes or ("none",)):
        return None
    for task in judged(program):
        shape, wanted = shape_of(program, task.wire), (*field.shape, len(field.classes))
        if shape in (wanted, wanted[::-1]) and _follows(program, field.name, task.target.name):
            return task.place, field, shape != wanted
    return None


def _follows(program: Program, letters: str, target: str) -> bool:
    """Whether a field of the data holds the letter that follows each one of another field."""
    samples = validation(program)
    return torch.equal(samples[letters][:, 1:], samples[target][:, :-1])


SAMPLER = Sampler(
    order=50, how="Written letter by letter, after the beginning of a validation text.", supports=supports, draw=draw
)
