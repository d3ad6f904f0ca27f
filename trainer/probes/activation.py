"""Activations: what comes out of a node for one fixed validation sample."""

from __future__ import annotations

import torch
from torch import Tensor

from builder.checker.analysis import Analysis
from builder.samples.shades import Shades, shades
from trainer.look.probe import NodeProbe, Picture
from trainer.look.scene import Path, Scene
from trainer.look.shown import text

MAX_CHANNELS = 64
MAX_VALUES = 4_096
MAX_WORDS = 256
SAMPLE = 0


class Activation(Picture):
    """One node's output for the sample with this number.

    Shape: (C, H, W) for feature maps, (C,) for vectors; ``channels`` counts them all, also those cut off. ``words`` say
    what it is where it is a label of the data, or a text: the names of its classes.
    """

    values: Shades
    channels: int
    sample: int
    words: str


def look(scene: Scene, path: Path) -> Activation | None:
    """What comes out of the node; None where nothing does."""
    output = scene.output(path, SAMPLE + 1)
    if output is None or not output[SAMPLE:].numel():
        return None
    values = output[SAMPLE]
    words = _words(scene, values)
    channels = values.shape[0] if values.dim() else 1
    values = values[:MAX_CHANNELS] if values.dim() > 1 else values.reshape(-1)[:MAX_VALUES]
    return Activation(values=shades(values), channels=channels, sample=SAMPLE, words=words)


def _words(scene: Scene, values: Tensor) -> str:
    """What a signal says that is, as it stands, a label of the data or a text; nothing for all others."""
    if values.is_floating_point() or values.dim() > 1:
        return ""
    sample = scene.batch(SAMPLE + 1)
    for field in scene.program.dataset.fields:
        if field.classes and torch.equal(sample[field.name][SAMPLE], values.cpu()):
            return text(values.reshape(-1)[:MAX_WORDS], field.classes)
    return ""


def supports(found: Analysis, node: str) -> bool:
    """Whatever gives something, except losses and metrics: their values are in the chart."""
    return found.layers[node].spec.role in ("data", "source", "input", "layer") and node in found.needed - found.sampled


PROBE = NodeProbe(
    key="activation",
    order=10,
    title="Activation",
    summary="What this node computes for one sample that it does not learn from.",
    every_s=0.25,
    picture=Activation,
    supports=supports,
    look=look,
)
