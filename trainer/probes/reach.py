"""Reach: how far back the gradient of what a memory holds at the end still reaches.

Reference: Bengio, Simard and Frasconi, "Learning Long-Term Dependencies with Gradient Descent is Difficult", 1994.
"""

from __future__ import annotations

import torch
from torch import Tensor

from builder.checker.analysis import Analysis
from builder.checker.block_use import BoundUse
from builder.samples.shades import Floats, floats
from trainer.look.probe import NodeProbe, Picture
from trainer.look.scene import Path, Scene

ROWS = 16
DIRECTIONS = 4
SEED = 0
FLOOR = -12.0
"""The power of ten below which there is nothing."""


class Reach(Picture):
    """The size of the gradient of the last output by each step that was read, as a power of ten.

    It is that of the largest one which is 0, and ``FLOOR`` at least. ``first`` is that of the first step.
    Shape: powers (T,).
    """

    powers: Floats
    first: float


def supports(found: Analysis, node: str) -> bool:
    """Whatever carries a state along a sequence of numbers: recurrent layers, state spaces, a Scan over one."""
    layer = found.layers[node]
    if node not in found.needed - found.sampled:
        return False
    if isinstance(layer, BoundUse):
        return layer.spec.type == "Scan" and len(found.inputs(node)) == 1 and _goes_along(found, node)
    is_memory = layer.spec.category in ("Recurrent", "State space") and "batch_first" not in _set_off(found, node)
    return is_memory and _goes_along(found, node)


def _goes_along(found: Analysis, node: str) -> bool:
    """Whether it gives something for each step of numbers that it is given first."""
    spec, inputs = found.layers[node].spec, found.inputs(node)
    given = next((inputs[port.name] for port in spec.inputs if port.name in inputs), None)
    told = found.flows.get((node, spec.outputs[0].name))
    if given is None or told is None or not given.dtype.is_floating_point:
        return False
    return len(given.small) >= 3 and len(told.small) >= 3 and given.small[1] == told.small[1]


def _set_off(found: Analysis, node: str) -> set[str]:
    """The parameters of a node that are false."""
    return {name for name, value in found.params[node].items() if value is False}


def look(scene: Scene, path: Path) -> Reach | None:
    """The gradient over some validation samples, in a few directions of the output; None without steps."""
    inputs, module = scene.inputs(path, ROWS), scene.module(path)
    port, sequence = next(iter(inputs.items()))
    if module is None or sequence.dim() < 3 or not sequence.is_floating_point():
        return None
    with torch.enable_grad(), torch.backends.cudnn.flags(enabled=False):  # cuDNN has no gradient outside of training
        given = {**inputs, port: sequence.detach().clone().requires_grad_()}
        told = scene.compute(path, given)
        output: Tensor = told[0] if isinstance(told, tuple) else told
        if output.dim() < 3 or output.shape[1] != sequence.shape[1]:
            return None
        squares = [_squares(output[:, -1], given[port], direction) for direction in range(DIRECTIONS)]
    sizes = torch.stack(squares).mean(0).double().sqrt()
    powers = (sizes / sizes.max().clamp(min=1e-30)).clamp(min=10**FLOOR).log10()
    return Reach(powers=floats(powers.float()), first=powers[0].item())


def _squares(last: Tensor, sequence: Tensor, direction: int) -> Tensor:
    """How large the gradient of the last output is in one direction, at each step, squared. Shape: -> (T,)."""
    chance = torch.Generator().manual_seed(SEED + direction)
    towards = torch.randn(last.shape, generator=chance).to(last)
    (gradient,) = torch.autograd.grad((last * towards).sum(), sequence, retain_graph=True)
    return gradient.detach().square().flatten(2).sum(2).mean(0)


PROBE = NodeProbe(
    key="reach",
    order=14,
    title="Gradient through time",
    summary="How strongly what this memory holds at the end depends on each step that it read.",
    every_s=1.0,
    picture=Reach,
    supports=supports,
    look=look,
)
