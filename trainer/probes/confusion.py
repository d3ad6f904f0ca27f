"""Confusion matrix: how often each class is taken for each other one."""

from __future__ import annotations

import torch

from builder.program import Program
from trainer.probe import NetworkProbe, Picture
from trainer.scene import Scene
from trainer.task import classified

ROWS = 1_024
MAX_CLASSES = 64


class Confusion(Picture):
    """``counts[true][predicted]`` over the held-out samples that were looked at."""

    classes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


def supports(program: Program) -> bool:
    """The network scores the classes of a label."""
    task = classified(program)
    return task is not None and len(task.target.classes) <= MAX_CLASSES


def look(scene: Scene) -> Confusion | None:
    """The matrix for the held-out samples."""
    task = classified(scene.program)
    assert task
    batch, many = scene.batch(ROWS), len(task.target.classes)
    predicted = scene.answers(batch)[task.place].argmax(1)
    pairs = batch[task.target.name].reshape(-1) * many + predicted
    counts = torch.bincount(pairs, minlength=many * many).reshape(many, many)
    return Confusion(classes=task.target.classes, counts=tuple(tuple(row) for row in counts.tolist()))


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
