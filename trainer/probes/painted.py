"""Painted: the pictures that a network makes of pictures, where no picture of the data says what they should be."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from builder.compiler.program import Program
from builder.kinds.dataset import DataField
from trainer.look.made import makers
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene
from trainer.look.shown import Shown, shown
from trainer.look.task import is_per_sample, is_picture, judged, shape_of

SAMPLES = 6


class PaintedOne(BaseModel):
    """What went in of one sample, and the picture that came out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    given: tuple[Shown, ...]
    painted: Shown


class Painted(Picture):
    """The first validation samples."""

    samples: tuple[PaintedOne, ...]


def supports(program: Program) -> bool:
    """An answer is a picture that is made of a picture, and no picture of the data is what it should be."""
    return _place(program) is not None


def look(scene: Scene) -> Painted | None:
    """Pictures as they go in, with the classes that go in beside them, and as they come out."""
    place = _place(scene.program)
    assert place is not None
    answer, batch = scene.program.answers[place], scene.batch(SAMPLES)
    fields = _given(scene.program, answer.fields)
    painted = scene.answers(batch)[place]
    return Painted(
        samples=tuple(
            PaintedOne(
                given=tuple(shown(field.name, batch[field.name][at], field) for field in fields),
                painted=shown(answer.name, painted[at].float().cpu()),
            )
            for at in range(len(painted))
        )
    )


def _place(program: Program) -> int | None:
    """The first such answer, by its place."""
    known = {task.place for task in judged(program) if task.target.shape == shape_of(program, task.wire)}
    alone = {maker.answer.name for maker in makers(program)}
    for place, answer in enumerate(program.answers):
        shape = shape_of(program, answer.wire)
        rests_on = any(field.kind == "image" for field in _given(program, answer.fields))
        is_free = place not in known and answer.name not in alone
        if is_picture(shape) and rests_on and is_free and is_per_sample(program, answer.wire):
            return place
    return None


def _given(program: Program, names: tuple[str, ...]) -> list[DataField]:
    """The pictures and classes of the data among what an answer rests on."""
    fields = [field for field in program.dataset.fields if field.name in names]
    return [field for field in fields if field.kind == "image" or (field.classes and field.shape == ())]


PROBE = NetworkProbe(
    key="painted",
    order=17,
    title="What it paints",
    summary="Pictures that go in, and what the network makes of them.",
    every_s=0.5,
    picture=Painted,
    supports=supports,
    look=look,
)
