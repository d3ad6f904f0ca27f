"""Confusion matrix: how often each class is taken for each other one."""

from __future__ import annotations

import torch

from builder.compiler.choices import Choice
from builder.compiler.program import Program
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene

ROWS = 1_024
MAX_CLASSES = 64


class Confusion(Picture):
    """``counts[true][predicted]`` over the validation samples that were looked at."""

    classes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


def supports(program: Program) -> bool:
    """The network chooses between the classes of a label, for each sample or for the members of one.

    Pixels and letters are shown as what they are, by other probes.
    """
    return _choice(program) is not None


def look(scene: Scene) -> Confusion | None:
    """The matrix for the validation samples, as far as they count."""
    choice = _choice(scene.program)
    assert choice
    said, right = scene.wires([choice.input, choice.target], ROWS)
    if choice.yes:
        predicted = (said.reshape(-1) > choice.yes.threshold).long()
        right = scene.batch(ROWS)[choice.field.name]
    else:
        predicted = said.argmax(1)
    counted, many = right.reshape(-1) != choice.ignored, len(choice.classes)
    pairs = (right.reshape(-1).long() * many + predicted.reshape(-1))[counted]
    counts = torch.bincount(pairs, minlength=many * many).reshape(many, many)
    return Confusion(classes=choice.classes, counts=tuple(tuple(row) for row in counts.tolist()))


def _choice(program: Program) -> Choice | None:
    """That of an answer, where one is; else one that is measured, as accuracy is; else the first one."""
    sampled, answered = program.plan.found.sampled, {answer.wire for answer in program.answers}
    fit = [
        choice
        for choice in program.choices
        if choice.input[0] not in sampled  # judges what is made, not what is said of a sample
        and len(choice.classes) <= MAX_CLASSES
        and len(choice.field.shape) <= 1
        and choice.field.time_axis is None
    ]
    measured = {choice.input for choice in fit if choice.judge in program.plan.found.with_role("metric")}
    ranked = sorted(fit, key=lambda choice: (choice.input not in answered, choice.input not in measured))
    return ranked[0] if ranked else None


PROBE = NetworkProbe(
    key="confusion",
    order=30,
    title="Confusion matrix",
    summary="How often each class is taken for each other one, on samples that the network does not learn from.",
    every_s=1.0,
    picture=Confusion,
    supports=supports,
    look=look,
)
