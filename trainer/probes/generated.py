"""Generated samples: what a network makes that was taught to make things."""

from __future__ import annotations

from builder.compiler.program import Program
from builder.registry.walk import every
from builder.samples.shades import Floats, floats
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.sampler import Sampler
from trainer.look.scene import Scene
from trainer.look.shown import Shown

POINTS = 256


class Generated(Picture):
    """Points in the plane beside real ones, or samples one by one. Shape: points (N, 2), real (M, 2)."""

    how: str
    points: Floats | None
    real: Floats | None
    samples: tuple[Shown, ...]


SAMPLERS = tuple(sorted(every("trainer.samplers", "SAMPLER", Sampler), key=lambda sampler: sampler.order))


def supports(program: Program) -> bool:
    """One of the ways to make samples fits the drawing."""
    return _fitting(program) is not None


def look(scene: Scene) -> Generated | None:
    """Samples, and real ones where both are points in the plane."""
    sampler = _fitting(scene.program)
    assert sampler
    made = sampler.draw(scene)
    if made.points is None and not made.samples:
        return None
    real = next((f.name for f in scene.program.dataset.fields if f.shape == (2,)), None)
    return Generated(
        how=sampler.how,
        points=None if made.points is None else floats(made.points),
        real=None if made.points is None or real is None else floats(scene.batch(POINTS)[real]),
        samples=made.samples,
    )


def _fitting(program: Program) -> Sampler | None:
    return next((sampler for sampler in SAMPLERS if sampler.supports(program)), None)


PROBE = NetworkProbe(
    key="generated",
    order=19,
    title="Generated samples",
    summary="What the network makes by itself, from the same chance at every look.",
    every_s=1.0,
    picture=Generated,
    supports=supports,
    look=look,
)
