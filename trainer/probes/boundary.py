"""Decision boundary: what a network answers everywhere in the plane of its two input values."""

from __future__ import annotations

from builder.compiler.program import Program
from builder.samples.shades import Floats, as_bytes, floats
from trainer.look.plane import places, plane_around
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene
from trainer.look.task import asked_field, classified

SIDE = 72
POINTS = 256


class Boundary(Picture):
    """``winner`` and ``certainty`` cover the box (left, right, bottom, top) in rows from the top, one byte a place.

    Shape: points (M, 2) of validation samples, labels one byte each. Units: ``certainty`` 255 is a probability of 1.
    """

    box: tuple[float, float, float, float]
    side: int
    classes: tuple[str, ...]
    winner: bytes
    certainty: bytes
    points: Floats
    labels: bytes


def supports(program: Program) -> bool:
    """Two numbers go in, scores of classes come out."""
    field = asked_field(program)
    return bool(field and field.shape == (2,) and program.asked == (field.name,) and classified(program))


def look(scene: Scene) -> Boundary | None:
    """The most probable class, and how probable it is, at every place."""
    field, task = asked_field(scene.program), classified(scene.program)
    assert field
    assert task
    assert task.choice
    batch = scene.batch(POINTS)
    counts = batch[task.target.name] != task.choice.ignored
    batch = {name: values[counts] for name, values in batch.items()}
    points = batch[field.name]
    box = plane_around(points)
    answers = scene.answers({field.name: places(box, SIDE)})[task.place]
    certainty, winner = task.choice.probabilities(answers).max(1)
    return Boundary(
        box=box,
        side=SIDE,
        classes=task.target.classes,
        winner=as_bytes(winner),
        certainty=as_bytes((certainty * 255).round()),
        points=floats(points),
        labels=as_bytes(batch[task.target.name]),
    )


PROBE = NetworkProbe(
    key="boundary",
    order=20,
    title="Decision boundary",
    summary="Which class the network sees everywhere in the plane, and how sure it is; dots are validation samples.",
    every_s=0.5,
    picture=Boundary,
    supports=supports,
    look=look,
)
