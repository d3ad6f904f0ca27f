"""Embedding: where samples lie for a node, seen from the side where they are spread most."""

from __future__ import annotations

import torch
from torch import Tensor

from builder.checker.analysis import Analysis
from builder.kinds.dataset import rows_of
from builder.samples.shades import Floats, as_bytes, as_real, floats
from trainer.look.probe import NodeProbe, Picture
from trainer.look.scene import Path, Scene
from trainer.look.task import label_of

ROWS = 200
MAX_FEATURES = 2_048
FEWEST = 8


class Embedding(Picture):
    """Samples in the plane. ``kept`` is the share of their spread that the plane shows, 1 where there is no more to it.

    Shape: points (N, 2); labels one byte each, empty where the data have no labels.
    """

    points: Floats
    kept: float
    features: int
    labels: bytes
    classes: tuple[str, ...]


def supports(found: Analysis, node: str) -> bool:
    """Whatever gives at least two values for each sample."""
    layer = found.layers[node].spec
    flow = found.flows.get((node, layer.outputs[0].name)) if layer.outputs else None
    is_known = flow is not None and flow.dims[:1] == ("N",) and flow.per_sample >= 2
    return is_known and layer.role in ("layer", "data") and node in found.needed - found.sampled


def look(scene: Scene, path: Path) -> Embedding | None:
    """The first two principal components of what comes out of the node."""
    output = scene.output(path, ROWS)
    batch = scene.batch(scene.fitting(ROWS))
    if output is None or len(output) != rows_of(batch):
        return None
    label = label_of(scene.program)
    if len(output) < FEWEST and output.dim() == 3:  # one graph: its members are what there is to see
        label = label_of(scene.program, output.shape[1:2])
        output = output.flatten(0, 1)
    labels = batch[label.name] if label else None
    if len(output) < FEWEST:
        return None
    rows = as_real(output).flatten(1)
    features = rows.shape[1]
    points, kept = project(rows[:, :: max(1, -(-features // MAX_FEATURES))])
    return Embedding(
        points=floats(points),
        kept=kept,
        features=features,
        labels=b"" if labels is None else as_bytes(labels.reshape(-1)),
        classes=() if labels is None or label is None else label.classes,
    )


def project(rows: Tensor) -> tuple[Tensor, float]:
    """The plane in which rows are spread most, and the share of the spread that lies in it. Two columns stay.

    A component's sign is free: the one is taken that sums its weights to more than nothing.
    Shape: (N, D) -> (N, 2).
    """
    if rows.shape[1] == 2:
        return rows, 1.0
    centred = rows - rows.mean(0)
    squares, sides = torch.linalg.eigh(centred @ centred.T)  # smallest first; N is small, D may not be
    squares, points = squares.clamp_min(0), sides[:, -2:].flip(1) * squares[-2:].flip(0).clamp_min(0).sqrt()
    signs = torch.where((points.T @ centred).sum(1) < 0, -1.0, 1.0)
    return points * signs, (squares[-2:].sum() / squares.sum().clamp_min(1e-12)).item()


PROBE = NodeProbe(
    key="embedding",
    order=15,
    title="Embedding",
    summary="Where samples lie for this node, in the plane of their widest spread: like should come to lie by like.",
    every_s=1.0,
    picture=Embedding,
    supports=supports,
    look=look,
)
