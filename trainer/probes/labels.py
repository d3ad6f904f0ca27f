"""Labels: how well each of several labels is told, of which any number may hold."""

from __future__ import annotations

from builder.compiler.program import Program
from builder.compiler.questions import Questions
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene

ROWS = 1_024
MAX_LABELS = 64


class Labels(Picture):
    """Of each label how often it was said, how often it holds, and how often both, over ``looked_at`` samples.

    ``whole`` samples have all their labels right.
    """

    names: tuple[str, ...]
    said: tuple[int, ...]
    right: tuple[int, ...]
    hits: tuple[int, ...]
    looked_at: int
    whole: int


def supports(program: Program) -> bool:
    """The network answers a question for each label."""
    return _asked(program) is not None


def look(scene: Scene) -> Labels | None:
    """The counts for the validation samples."""
    asked = _asked(scene.program)
    assert asked
    values, target = scene.wires([asked.input, asked.target], ROWS)
    said, right = values > asked.yes.threshold, target > 0.5
    return Labels(
        names=asked.names,
        said=tuple(said.sum(0).tolist()),
        right=tuple(right.sum(0).tolist()),
        hits=tuple((said & right).sum(0).tolist()),
        looked_at=len(said),
        whole=int((said == right).all(1).sum()),
    )


def _asked(program: Program) -> Questions | None:
    return next((asked for asked in program.questions if len(asked.names) <= MAX_LABELS), None)


PROBE = NetworkProbe(
    key="labels",
    order=35,
    title="Labels",
    summary="How well each label is found and not mistaken, on samples that the network does not learn from.",
    every_s=1.0,
    picture=Labels,
    supports=supports,
    look=look,
)
