"""Favourites: the samples that each unit answers most to.

Reference: Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", 2014 (the strongest activations of
a feature map, and the samples that they come from).
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from torch import Tensor
from torch.nn import functional as F

from builder.checker.analysis import Analysis
from builder.kinds.dataset import DataField
from builder.samples.shades import as_real
from trainer.look.plane import alone, plane_of
from trainer.look.probe import NodeProbe, Picture
from trainer.look.scene import Path, Scene
from trainer.look.shown import Shown, shown

ROWS = 128
MAX_UNITS = 16
BEST = 5
MAX_SIDE = 32


class Unit(BaseModel):
    """The samples that a unit gave most for, the most first, by their places in the picture, and what it gave.

    ``spots`` say from where in its map the value comes, as parts of height and width: of a text from which letter or
    word, as a part of its length. None without a map.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    places: tuple[int, ...]
    values: tuple[float, ...]
    spots: tuple[tuple[float, float], ...] | None


class Favourites(Picture):
    """The first units of ``channels``, of ``looked_at`` validation samples the favourites of each.

    Of texts ``times`` says how many letters or words they have, where each has its own values; else it is 0.
    """

    times: int
    channels: int
    looked_at: int
    samples: tuple[Shown, ...]
    numbers: tuple[int, ...]
    units: tuple[Unit, ...]


def supports(found: Analysis, node: str) -> bool:
    """What learns, and activations, where they read one field of the data alone."""
    spec = found.layers[node].spec
    if spec.role != "layer" or not spec.outputs or not (found.weights(node) or spec.category == "Activation"):
        return False
    flow = found.flows.get((node, spec.outputs[0].name))
    is_many = flow is not None and flow.dims[:1] == ("N",) and len(flow.small) >= 2 and flow.dtype.is_floating_point
    return is_many and alone(found, node) is not None and plane_of(found, node) is None  # that shows points better


def look(scene: Scene, path: Path) -> Favourites | None:
    """The samples of the validation for which each unit's largest value is largest."""
    output = scene.output(path, ROWS)
    field = _field(scene, path.node)
    batch = scene.batch(scene.fitting(ROWS))
    if output is None or field is None or len(output) != len(batch[field.name]):
        return None
    given, by_place = batch[field.name], _by_place(as_real(output))
    most, where = by_place[:, :MAX_UNITS].max(2)  # (N, units)
    best = most.topk(min(BEST, len(most)), dim=0).indices.T  # (units, BEST)
    numbers = sorted({int(number) for number in best.reshape(-1)})
    size = _size(output, field)
    return Favourites(
        times=size[1] if size and field.classes else 0,
        channels=by_place.shape[1],
        looked_at=len(output),
        samples=tuple(shown(field.name, _smaller(given[number], field), field) for number in numbers),
        numbers=tuple(numbers),
        units=tuple(
            Unit(
                places=tuple(numbers.index(number) for number in row.tolist()),
                values=tuple(most[row, unit].tolist()),
                spots=None if size is None else _spots(where[row, unit], size),
            )
            for unit, row in enumerate(best)
        ),
    )


def _field(scene: Scene, node: str) -> DataField | None:
    wire = alone(scene.program.plan.found, node)
    name = scene.program.plan.fields.get(wire) if wire else None
    return next((field for field in scene.program.dataset.fields if field.name == name), None)


def _by_place(output: Tensor) -> Tensor:
    """What each unit gave at each place. Shape: (N, C, H, W), (N, T, C) or (N, C) -> (N, C, places)."""
    if output.dim() >= 4:
        return output.flatten(2)
    return output.flatten(1, -2).transpose(1, 2) if output.dim() == 3 else output.unsqueeze(2)


def _size(output: Tensor, field: DataField) -> tuple[int, int] | None:
    """The height and width of the maps, (1, T) of texts; None where values have no place in the sample."""
    if output.dim() == 4:
        return output.shape[2], output.shape[3]
    is_by_letter = output.dim() == 3 and field.classes and output.shape[1:2] == field.shape
    return (1, output.shape[1]) if is_by_letter else None


def _spots(where: Tensor, size: tuple[int, int]) -> tuple[tuple[float, float], ...]:
    """Middles of places in a map, as parts of its height and width."""
    height, width = size
    return tuple(((place // width + 0.5) / height, (place % width + 0.5) / width) for place in where.tolist())


def _smaller(value: Tensor, field: DataField) -> Tensor:
    """A sample of a large picture in fewer pixels; anything else as it is."""
    if value.dim() != 3 or field.classes or max(value.shape[1:]) <= MAX_SIDE:
        return value
    scale = MAX_SIDE / max(value.shape[1:])
    height, width = (max(1, round(side * scale)) for side in value.shape[1:])
    return F.adaptive_avg_pool2d(value.float(), (height, width))


PROBE = NodeProbe(
    key="favourites",
    order=16,
    title="Answers most to",
    summary="The samples that each unit answers most to: what it has learned to look for.",
    every_s=2.0,
    picture=Favourites,
    supports=supports,
    look=look,
)
