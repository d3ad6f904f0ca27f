"""Weights: what a node has learned, as a spread of values and, where it is small enough, as a picture."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.checker.analysis import Analysis
from builder.samples.shades import Histogram, Shades, histogram, shades
from trainer.look.probe import NodeProbe, Picture
from trainer.look.scene import Path, Scene
from trainer.look.task import shape_of

MOST_PARAMETERS = 12
MAX_SIDE = 64
MAX_FILTERS = 64
SMALLEST_FILTER = 2
"""Filters of 1 by 1 are shown as the matrix that they are."""


class Parameter(BaseModel):
    """One learned tensor. ``picture`` has the shape (filters, height, width) or (rows, columns), perhaps cut off.

    Filters that look at a colour picture are (filters, 3, height, width).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    shape: tuple[int, ...]
    mean: float
    deviation: float
    histogram: Histogram
    picture: Shades | None


class Weights(Picture):
    """The learned tensors of a node, those of the nodes inside of a block too; ``count`` counts also those left out."""

    count: int
    parameters: tuple[Parameter, ...]


def supports(found: Analysis, node: str) -> bool:
    """Whatever learns."""
    return found.weights(node) > 0 or found.shares(node) is not None


def look(scene: Scene, path: Path) -> Weights | None:
    """The node's parameters; None where it has none."""
    module = scene.module(path)
    named = list(module.named_parameters()) if module else []
    if not named:
        return None
    pixels = _pixels(scene, path)
    colours = _colours(scene, path)
    parameters = tuple(_parameter(*each, pixels, colours) for each in named[:MOST_PARAMETERS])
    return Weights(count=len(named), parameters=parameters)


def _pixels(scene: Scene, path: Path) -> tuple[int, int] | None:
    """The picture that a node's features are the pixels of: its height and width; None where they are no pixels."""
    found, fields = scene.program.plan.found, scene.program.plan.fields
    wire = None if path.way else found.wiring.sources[path.node].get("input")
    while wire and wire not in fields and found.layers[wire[0]].spec.type == "Flatten":
        wire = found.wiring.sources[wire[0]].get("input")
    shape = shape_of(scene.program, wire) if wire in fields and wire else ()
    return (shape[1], shape[2]) if len(shape) == 3 and shape[0] == 1 else None


def _colours(scene: Scene, path: Path) -> bool:
    """Whether a node looks at the colour pictures of the data themselves."""
    found = scene.program.plan.found
    wire = None if path.way else found.wiring.sources[path.node].get("input")
    return wire in scene.program.plan.fields and wire is not None and shape_of(scene.program, wire)[:1] == (3,)


def _parameter(name: str, values: Tensor, pixels: tuple[int, int] | None, colours: bool) -> Parameter:
    return Parameter(
        name=name,
        shape=tuple(values.shape),
        mean=values.mean().item(),
        deviation=values.std(correction=0).item(),
        histogram=histogram(values),
        picture=_coloured(values) if colours and values.dim() == 4 else _picture(_as_filters(values, pixels)),
    )


def _as_filters(values: Tensor, pixels: tuple[int, int] | None) -> Tensor:
    """A matrix whose rows weigh pixels, as pictures. Shape: (units, height * width) -> (units, height, width)."""
    if pixels and values.dim() == 2 and values.shape[1] == pixels[0] * pixels[1]:
        return values.reshape(len(values), *pixels)
    return values


def _coloured(filters: Tensor) -> Shades:
    return _symmetric(filters[:MAX_FILTERS, :, :MAX_SIDE, :MAX_SIDE])


def _picture(values: Tensor) -> Shades | None:
    if values.dim() >= 3 and min(values.shape[-2:]) >= SMALLEST_FILTER:
        filters = values.flatten(0, -3)[:MAX_FILTERS]  # (filters, height, width)
        return _symmetric(filters[:, :MAX_SIDE, :MAX_SIDE])
    if values.dim() >= 2:
        return _symmetric(values.flatten(1)[:MAX_SIDE, :MAX_SIDE])
    return None


def _symmetric(values: Tensor) -> Shades:
    """Zero lies in the middle of the scale."""
    reach = values.abs().max().item()
    return shades(values, -reach, reach)


PROBE = NodeProbe(
    key="weights",
    order=11,
    title="Weights",
    summary="What this node has learned so far: how its weights are spread, and the weights themselves.",
    every_s=1.0,
    picture=Weights,
    supports=supports,
    look=look,
)
