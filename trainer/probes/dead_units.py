"""Dead units: those of an activation that give the same for every sample, and so can't learn any more."""

from __future__ import annotations

import torch
from torch import Tensor

from builder.checker.analysis import Analysis
from builder.samples.shades import as_bytes, as_real
from trainer.look.probe import NodeProbe, Picture
from trainer.look.scene import Path, Scene

ROWS = 128
MAX_UNITS = 1_024


class DeadUnits(Picture):
    """``active`` says of each unit, in one byte, for which share of what was seen it was above 0: 255 is always.

    A unit is dead when it gave one and the same value all the time.
    """

    units: int
    dead: int
    samples: int
    active: bytes


def supports(found: Analysis, node: str) -> bool:
    """Activations: what stands between two layers that learn, with several units."""
    flow = found.flows.get((node, "output"))
    return found.layers[node].spec.category == "Activation" and (flow is None or len(flow.small) > 1)


def look(scene: Scene, path: Path) -> DeadUnits | None:
    """How often each unit is active on validation samples."""
    output = scene.output(path, ROWS)
    if output is None or output.dim() < 2:
        return None
    seen = by_unit(as_real(output))
    if seen.shape[1] < 2:
        return None
    is_dead = seen.amax(1) == seen.amin(1)
    active = (seen > 0).float().mean(1)
    return DeadUnits(
        units=len(seen),
        dead=int(is_dead.sum()),
        samples=len(output),
        active=as_bytes((active[:MAX_UNITS] * 255).round()),
    )


def by_unit(output: Tensor) -> Tensor:
    """What each unit gave. Shape: (N, C, H, W), (N, T, C) or (N, C) -> (C, all else)."""
    axis = 1 if output.dim() >= 4 else output.dim() - 1
    return torch.movedim(output, axis, 0).flatten(1)


PROBE = NodeProbe(
    key="dead-units",
    order=14,
    title="Dead units",
    summary="Which of this node's units still react: one that gives the same for every sample learns nothing more.",
    every_s=1.0,
    picture=DeadUnits,
    supports=supports,
    look=look,
)
