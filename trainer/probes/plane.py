"""Units over the plane: where each unit of a layer fires, for data that are points.

Reference: Smilkov, Carter, Sculley, Viégas and Wattenberg, "Direct-Manipulation Visualization of Deep Networks", 2016
(TensorFlow Playground).
"""

from __future__ import annotations

import torch
from torch import Tensor

from builder.checker.analysis import Analysis
from builder.samples.shades import Floats, Shades, as_bytes, floats, shades
from trainer.look.plane import Box, places, plane_around, plane_of
from trainer.look.probe import NodeProbe, Picture
from trainer.look.scene import Path, Scene
from trainer.look.task import label_of

SIDE = 32
MAX_UNITS = 32
POINTS = 256


class Plane(Picture):
    """What each unit gives everywhere in the box, in rows from the top, all on one scale with 0 in its middle.

    ``weights`` says how much each unit takes from each one on the wire ``feeds`` (node.port), where there are weights
    between them. At most 32 are shown of the ``units`` and of the ``inputs``.

    Shape: maps (shown, side, side), weights (shown, inputs shown), points (N, 2) of the validation. Labels are one byte
    each.
    """

    box: Box
    units: int
    maps: Shades
    points: Floats
    labels: bytes
    classes: tuple[str, ...]
    feeds: str
    inputs: int
    weights: Shades | None


def supports(found: Analysis, node: str) -> bool:
    """A layer that gives some values for each sample, and rests on points in the plane alone."""
    spec = found.layers[node].spec
    flow = found.flows.get((node, spec.outputs[0].name)) if spec.role == "layer" and spec.outputs else None
    if flow is None or flow.dims[:1] != ("N",) or len(flow.small) != 2 or not flow.dtype.is_floating_point:
        return False
    return plane_of(found, node) is not None


def look(scene: Scene, path: Path) -> Plane | None:
    """The node's units at each place, and what it takes from the node before."""
    program, node = scene.program, path.node
    found = program.plan.found
    data = plane_of(found, node)
    assert data
    batch = scene.batch(POINTS)
    points, label = batch[program.plan.fields[data]], label_of(program)
    box = plane_around(points)
    wire, everywhere = (node, found.layers[node].spec.outputs[0].name), places(box, SIDE)
    parts = everywhere.split(scene.fitting(len(everywhere)))
    given = torch.cat([scene.between({data: part}, [wire])[0] for part in parts])
    source, weights = _weights(scene, path)
    return Plane(
        box=box,
        units=given.shape[1],
        maps=_signed(given[:, :MAX_UNITS].T.reshape(-1, SIDE, SIDE)),
        points=floats(points),
        labels=as_bytes(batch[label.name]) if label else b"",
        classes=label.classes if label else (),
        feeds=source,
        inputs=0 if weights is None else weights.shape[1],
        weights=None if weights is None else _signed(weights[:MAX_UNITS, :MAX_UNITS]),
    )


def _weights(scene: Scene, path: Path) -> tuple[str, Tensor | None]:
    """Which wire feeds this node, and the matrix of weights between its ends. Shape: (units, inputs)."""
    found, module = scene.program.plan.found, scene.module(path)
    wire, weight = found.wiring.sources[path.node].get("input"), getattr(module, "weight", None)
    if wire is None or not isinstance(weight, Tensor) or weight.dim() != 2:
        return "", None
    output = (path.node, found.layers[path.node].spec.outputs[0].name)
    ends = found.flows[output].small[-1], found.flows[wire].small[-1]
    return (".".join(wire), weight.detach()) if tuple(weight.shape) == ends else ("", None)


def _signed(values: Tensor) -> Shades:
    """Zero lies in the middle of the scale."""
    reach = values.abs().nan_to_num().max().item()
    return shades(values, -reach, reach)


PROBE = NodeProbe(
    key="plane",
    order=9,
    title="Over the plane",
    summary="Where over the plane each unit fires; lines on the drawing are the weights between units.",
    every_s=0.5,
    picture=Plane,
    supports=supports,
    look=look,
)
