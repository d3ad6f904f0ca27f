"""How dense the data are at a place, by a network that bends the plane into a cloud of known density."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

import torch
from torch import Tensor

from builder.compiler.program import Answer, Batch, Program
from builder.kinds.dataset import DataField
from trainer.asking.answer import AnswerKind, Reply, Told
from trainer.asking.answers.parts.aim import aim, given_fields
from trainer.asking.answers.parts.one import shape_of
from trainer.asking.answers.parts.plane import PLANE, answered, cloud, grid, learned, point_of, reach
from trainer.asking.answers.parts.told import Lines, Shaded, number, shaded
from trainer.run.prepared import data_of
from trainer.step.device import CPU

SIDE, CHECKED, CLOSE = 48, 32, 1e-3


class DensityTold(Told):
    """``log_density`` is that at the place that was given, in nats; ``image`` is where the place comes to lie.

    Shape: density (side, side) from the top left; points (N, 2). ``box`` is left, right, bottom, top.
    """

    kind: Literal["density"] = "density"
    x: str
    y: str
    place: tuple[float, float]
    image: tuple[float, float]
    log_density: float
    density: Shaded
    points: Lines
    box: tuple[float, float, float, float]


def _fits(program: Program, answer: Answer) -> bool:
    """A point becomes a point, and the loss is how surprising data are if the latter are normally distributed."""
    field = point_of(program)
    if field is None or shape_of(program, answer.wire) != PLANE or aim(program, answer.wire):
        return False
    if len(given_fields(program)) > 1 or len(program.asked) > 1 or len(program.goals) != 1:
        return False
    return _is_surprise(program, answer, field)


def _tell(reply: Reply, answer: Answer) -> DensityTold:
    """The density at the place and on a grid around the data."""
    field = point_of(reply.program)
    assert field
    here = reply.batch[field.name].float().cpu()
    points = learned(reply, field)
    box = reach(points, here)
    places = torch.cat([here, grid(box, SIDE)])
    logs = log_density(places, lambda at: answered(reply, answer, field, at))
    (x, y), (image_x, image_y) = here[0].tolist(), reply.answers[answer.name][0].tolist()
    names = field.columns if len(field.columns) == len(PLANE) else ("x", "y")
    return DensityTold(
        x=names[0],
        y=names[1],
        place=(number(x), number(y)),
        image=(number(image_x), number(image_y)),
        log_density=number(logs[0].item()),
        density=shaded(logs[1:].exp().reshape(SIDE, SIDE), 0.0),
        points=cloud(points),
        box=box,
    )


def _right(program: Program, answer: Answer, sample: Batch) -> DensityTold | None:
    """Nobody knows how dense the data are."""
    return None


def log_density(places: Tensor, image: Callable[[Tensor], Tensor]) -> Tensor:
    """The logarithm of the density that a standard normal one comes to have where it is bent back.

    Shape: places (M, 2) -> (M).
    """
    with torch.enable_grad():
        at = places.detach().clone().requires_grad_()
        bent = image(at)  # (M, 2)
        rows = [torch.autograd.grad(bent[:, axis].sum(), at, retain_graph=axis == 0)[0] for axis in range(2)]
    stretched = torch.stack(rows, 1).det().abs().clamp_min(1e-30).log()
    return (stretched - bent.detach().square().sum(1) / 2 - math.log(2 * math.pi)).detach()


def _is_surprise(program: Program, answer: Answer, field: DataField) -> bool:
    """Whether the drawing's own loss is the mean of minus this logarithm: it is computed both ways for some samples."""
    net = program.network().eval()
    batch = {name: values[:CHECKED] for name, values in data_of(program, CPU)[1].items()}
    place = [each.name for each in program.answers].index(answer.name)

    def image(at: Tensor) -> Tensor:
        said = net(at)
        bent: Tensor = said[place] if isinstance(said, tuple) else said
        return bent

    try:
        surprise = -log_density(batch[field.name].float(), image).mean()
    except RuntimeError:
        return False
    with torch.no_grad():
        loss = program.goals[0].objective(net, batch)
    return bool((loss.float() - surprise).abs() <= CLOSE * (1 + surprise.abs()))


ANSWER = AnswerKind(order=75, told=DensityTold, fits=_fits, tell=_tell, right=_right)
