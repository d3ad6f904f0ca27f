"""Gradient flow: how much of the gradient reaches each layer, now and before anything was learned."""

from __future__ import annotations

import torch
from pydantic import BaseModel, ConfigDict
from torch import nn

from builder.checker.analysis import Analysis
from builder.compiler.program import Program
from trainer.look.next_step import as_in_training, probe_batch
from trainer.look.probe import NetworkProbe, Picture
from trainer.look.scene import Scene
from trainer.look.untrained import untrained
from trainer.probes.weights import supports as learns
from trainer.run.state import State

FEWEST = 12
"""Through fewer layers little can be lost."""


class LayerPull(BaseModel):
    """The root mean square of the gradient of one layer's weights; ``fresh`` that before the first step.

    None where it is not a number that can be told, or fresh weights would be too many.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    now: float | None
    fresh: float | None


class GradientFlow(Picture):
    """The layers in the order in which data pass them."""

    layers: tuple[LayerPull, ...]


def supports(program: Program) -> bool:
    """One loss, and many layers on the way down from it."""
    return len(program.goals) == 1 and _layers(program.plan.found) >= FEWEST


def look(scene: Scene) -> GradientFlow | None:
    """Both gradients, on the training samples that gradients of nodes are shown for."""
    if len(scene.state.program.goals) != 1:
        return None
    now = _pulls(scene.state, scene.net)
    begun = untrained(scene.state)
    fresh = _pulls(scene.state, begun.net) if begun else {}
    return GradientFlow(layers=tuple(LayerPull(name=name, now=now[name], fresh=fresh.get(name)) for name in now))


def _pulls(state: State, net: nn.Module) -> dict[str, float | None]:
    weights = {name: p for name, p in net.named_parameters() if p.requires_grad and p.dim() >= 2}
    batch = probe_batch(state)
    with as_in_training(net):
        (goal,) = state.program.goals
        given = torch.autograd.grad(goal.objective(net, batch), list(weights.values()), allow_unused=True)
    sizes = ((name, 0.0 if each is None else _size(each)) for name, each in zip(weights, given, strict=True))
    return {name.removesuffix(".weight"): size if size < float("inf") else None for name, size in sizes}


def _size(gradient: torch.Tensor) -> float:
    return float(gradient.detach().double().square().mean().sqrt())


def _layers(found: Analysis) -> int:
    """How many layers that learn data pass, each copy of a repeated block as one."""
    return sum(int(str(found.params[node].get("times", 1))) for node in found.layers if learns(found, node))


PROBE = NetworkProbe(
    key="gradient-flow",
    order=36,
    title="Gradient by layer",
    summary="How much of the gradient reaches each layer on its way down from the loss, before and after training.",
    every_s=2.0,
    picture=GradientFlow,
    supports=supports,
    look=look,
)
