"""The stages of what a sampler made, from noise to the sample: a film strip."""

from __future__ import annotations

import torch
from torch import Tensor

from builder.compiler.program import Answer
from builder.kinds.sampler import Sampler
from trainer.asking.answer import Reply
from trainer.asking.answers.parts.plane import PLANE, cloud, learned, points_of
from trainer.asking.answers.parts.told import Lines, Part, Shaded, shaded

STAGES = "stages"
MOST = 12


class Stages(Part):
    """Some of the ``many`` stages, the first and the last among them, by their ``places``: pictures, points or values.

    Shape: pictures (stages, 1 or 3, H, W), which lie between 0 and 1 in the end where ``is_ink``; way (all stages, 2)
    among points (N, 2); values (stages, V).
    """

    many: int
    places: tuple[int, ...]
    pictures: Shaded | None = None
    is_ink: bool = False
    way: Lines | None = None
    points: Lines | None = None
    values: Shaded | None = None


def film(reply: Reply, stages: Tensor) -> Stages:
    """Stages in even steps. Shape: (stages, ...)."""
    stages = stages.float().cpu()
    many, shape = len(stages), tuple(stages.shape[1:])
    if shape == PLANE:
        field = points_of(reply.program)
        real = learned(reply, field) if field else torch.empty(0, 2)
        return Stages(many=many, places=tuple(range(many)), way=cloud(stages), points=cloud(real))
    places = torch.linspace(0, many - 1, min(MOST, many)).round().long()
    shown = stages[places]
    if len(shape) == 3 and shape[0] in (1, 3):
        is_ink = any(field.shape == shape and field.kind == "image" for field in reply.program.dataset.fields)
        low, high = (0.0, 1.0) if is_ink else (None, None)
        return Stages(many=many, places=tuple(places.tolist()), pictures=shaded(shown, low, high), is_ink=is_ink)
    most = shown.abs().max().item()
    return Stages(many=many, places=tuple(places.tolist()), values=shaded(shown.flatten(1), -most, most))


def film_of(reply: Reply, answer: Answer) -> Stages | None:
    """The stages of a made answer, made again by the same chance; None where there are none, or they end elsewhere."""
    program = reply.program
    layer = program.plan.found.layers.get(answer.sampler)
    if not isinstance(layer, Sampler) or all(port.name != STAGES for port in layer.spec.outputs):
        return None
    chance = torch.Generator().manual_seed(reply.seed)
    if program.sources:
        program.sources(1, chance)
    again, stages = program.make([answer.wire, (answer.sampler, STAGES)])(reply.state.net, 1, reply.batch, chance)
    return film(reply, stages[0]) if torch.equal(again, reply.answers[answer.name]) else None
