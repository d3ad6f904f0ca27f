"""The plane of data that are pairs of numbers: where samples lie in it, and its places in rows."""

from __future__ import annotations

import torch
from torch import Tensor

from builder.checker.analysis import Analysis
from builder.checker.wiring import Wire

MARGIN = 0.25

Box = tuple[float, float, float, float]
"""Left, right, bottom, top."""


def alone(found: Analysis, node: str) -> Wire | None:
    """The one field of the data that a node of the main block rests on; None where it rests on anything else too."""
    if not found.is_main or node not in found.needed:
        return None
    rests = {
        wire
        for id in found.wiring.ancestors([node])
        for wire in found.wiring.sources[id].values()
        if found.layers[wire[0]].spec.role in ("data", "source")
    }
    wire = rests.pop() if len(rests) == 1 else None
    return wire if wire and found.layers[wire[0]].spec.role == "data" else None


def plane_of(found: Analysis, node: str) -> Wire | None:
    """The pairs of numbers that a node of the main block rests on alone; None where it rests on anything else."""
    wire = alone(found, node)
    flow = found.flows.get(wire) if wire else None
    return wire if flow and flow.small[1:] == (2,) and flow.dtype.is_floating_point else None


def plane_around(points: Tensor) -> Box:
    """A square around points, with a margin."""
    low, high = points.amin(0), points.amax(0)
    half = (high - low).max().item() / 2 * (1 + MARGIN) or 1.0
    x, y = ((low + high) / 2).tolist()
    return x - half, x + half, y - half, y + half


def places(box: Box, side: int) -> Tensor:
    """The middles of ``side`` by ``side`` places in a box, row by row from the top. Shape: (side * side, 2)."""
    left, right, bottom, top = box
    middles = (torch.arange(side) + 0.5) / side
    x, y = left + middles * (right - left), top - middles * (top - bottom)
    return torch.stack([x.repeat(side), y.repeat_interleave(side)], dim=1)
