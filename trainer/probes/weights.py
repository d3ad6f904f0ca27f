"""Weights: what a node has learned, as a spread of values and, where it is small enough, as a picture."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from torch import Tensor

from builder.examined import Examined
from trainer.probe import NodeProbe, Picture
from trainer.scene import Path, Scene
from trainer.shades import Histogram, Shades, histogram, shades

MOST_PARAMETERS = 12
MAX_SIDE = 64
MAX_FILTERS = 64
SMALLEST_FILTER = 2
"""Filters of 1 by 1 are shown as the matrix that they are."""


class Parameter(BaseModel):
    """One learned tensor. ``picture`` has the shape (filters, height, width) or (rows, columns), perhaps cut off."""

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


def supports(found: Examined, node: str) -> bool:
    """Whatever learns."""
    return found.learned.get(node, 0) > 0 or found.shares(node) is not None


def look(scene: Scene, path: Path) -> Weights | None:
    """The node's parameters; None where it has none."""
    module = scene.module(path)
    named = list(module.named_parameters()) if module else []
    if not named:
        return None
    return Weights(count=len(named), parameters=tuple(_parameter(*each) for each in named[:MOST_PARAMETERS]))


def _parameter(name: str, values: Tensor) -> Parameter:
    return Parameter(
        name=name,
        shape=tuple(values.shape),
        mean=values.mean().item(),
        deviation=values.std(correction=0).item(),
        histogram=histogram(values),
        picture=_picture(values),
    )


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
