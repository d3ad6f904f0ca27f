"""Latent map: what a decoder makes of every code in the plane, and where the validation samples lie there."""

from __future__ import annotations

from builder.compiler.program import Program
from builder.samples.shades import Floats, Shades, as_bytes, floats
from trainer.look.codes import code_of
from trainer.look.plane import places
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Path, Scene
from trainer.look.shown import pictured
from trainer.look.task import label_of, shape_of

SIDE = 11
POINTS = 256
REACH = 2.5
FEWEST_VALUES = 9


class LatentMap(Picture):
    """What comes out for codes in a box (left, right, bottom, top), in rows from the top; and codes of the validation.

    Shape: decoded (side * side, height, width), points (M, 2). Labels are one byte each.
    """

    code: str
    box: tuple[float, float, float, float]
    side: int
    decoded: Shades
    points: Floats
    labels: bytes
    classes: tuple[str, ...]


def supports(program: Program) -> bool:
    """A code of two values from which a picture is made."""
    code = code_of(program)
    if code is None or shape_of(program, code) != (2,):
        return False
    answer = next(iter(program.plan.answers))
    return len(shape_of(program, answer)) >= 2


def look(scene: Scene) -> LatentMap | None:
    """A grid of codes decoded, and the codes of validation samples."""
    code = code_of(scene.program)
    assert code
    box = (-REACH, REACH, -REACH, REACH)
    (decoded,) = scene.between({code: places(box, SIDE)}, list(scene.program.plan.answers)[:1])
    codes = scene.output(Path((), code[0]), POINTS)
    assert codes is not None
    batch = scene.batch(len(codes))
    label = label_of(scene.program)
    return LatentMap(
        code=code[0],
        box=box,
        side=SIDE,
        decoded=pictured(decoded.flatten(0, -3)),
        points=floats(codes),
        labels=as_bytes(batch[label.name]) if label else b"",
        classes=label.classes if label else (),
    )


PROBE = NetworkProbe(
    key="latent",
    order=18,
    title="Latent map",
    summary="What the network draws for every pair of numbers; the dots are where validation samples lie on this map.",
    every_s=0.5,
    picture=LatentMap,
    supports=supports,
    look=look,
)
