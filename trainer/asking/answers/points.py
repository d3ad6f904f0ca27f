"""Points in the plane that were made: among those that the network learned from."""

from __future__ import annotations

from typing import Literal

from builder.compiler.program import Answer, Batch, Program
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.more import is_made, more
from trainer.asking.answers.parts.one import shape_of
from trainer.asking.answers.parts.plane import PLANE, cloud, learned, points_of, reach
from trainer.asking.answers.parts.strip import Stages, film_of
from trainer.asking.answers.parts.told import Lines, number

MANY = 128


class PointsTold(Told):
    """``place`` is the answer. ``made`` are more like it, by other chance, and ``points`` those learned from.

    Shape: made, points (N, 2). ``box`` is left, right, bottom, top.
    """

    kind: Literal["points"] = "points"
    x: str
    y: str
    place: tuple[float, float]
    made: Lines
    points: Lines
    box: tuple[float, float, float, float]
    film: Stages | None = None


def _fits(program: Program, answer: Answer) -> bool:
    """Two numbers made by chance, where the data are points."""
    return shape_of(program, answer.wire) == PLANE and is_made(program, answer) and points_of(program) is not None


def _tell(reply: Reply, answer: Answer) -> PointsTold:
    """The point, and many more that other chance made."""
    field = points_of(reply.program)
    assert field
    place = reply.answers[answer.name].reshape(1, 2).float().cpu()
    real, made = learned(reply, field), more(reply, answer, MANY).reshape(-1, 2)
    x, y = place[0].tolist()
    names = field.columns if len(field.columns) == len(PLANE) else ("x", "y")
    return PointsTold(
        x=names[0],
        y=names[1],
        place=(number(x), number(y)),
        made=cloud(made),
        points=cloud(real),
        box=reach(real, place) if len(real) else reach(made, place),
        film=film_of(reply, answer),
    )


def _right(program: Program, answer: Answer, sample: Batch) -> PointsTold | None:
    """Any point may be right."""
    return None


ANSWER = AnswerKind(order=65, told=PointsTold, fits=_fits, tell=_tell, right=_right)
