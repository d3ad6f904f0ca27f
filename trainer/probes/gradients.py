"""Gradients: how strongly the loss pulls at a node's weights, and how far the next step would move them."""

from __future__ import annotations

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor, nn

from builder.checker.analysis import Analysis
from builder.samples.shades import Histogram, histogram
from trainer.look.probe import NodeProbe, Picture
from trainer.look.scene import Path, Scene
from trainer.probes.weights import supports as learns

MOST_PARAMETERS = 12


class Pull(BaseModel):
    """What the loss does to one learned tensor. Sizes are root mean squares.

    ``ratio`` is the size of the next update over that of the weights: about 0.001 is healthy. None where the
    optimizer can't say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    weight: float
    gradient: float
    ratio: float | None
    histogram: Histogram


class Gradients(Picture):
    """All of a node's learned tensors together, and each of them; ``vanished`` says that nothing pulls at any."""

    gradient: float
    ratio: float | None
    vanished: bool
    parameters: tuple[Pull, ...]


def supports(found: Analysis, node: str) -> bool:
    """Whatever learns."""
    return learns(found, node)


def look(scene: Scene, path: Path) -> Gradients | None:
    """The gradient on the probe batch, and the optimizer's own step for it, taken on copies."""
    module = scene.module(path)
    named = [(name, p) for name, p in module.named_parameters() if p.requires_grad] if module else []
    if not named:
        return None
    known = [(name, p, scene.gradients.by_parameter.get(p)) for name, p in named]
    pulls = [(_pull(scene, name, p, g), p, g) for name, p, g in known[:MOST_PARAMETERS] if g is not None]
    gradients = [g for _, _, g in known if g is not None]
    size = _size(*gradients) if gradients else 0.0
    moved = [(pull.ratio or 0.0) * pull.weight * p.numel() ** 0.5 for pull, p, _ in pulls]
    weights = [pull.weight * p.numel() ** 0.5 for pull, p, _ in pulls]
    can_say = bool(pulls) and all(pull.ratio is not None for pull, _, _ in pulls)
    return Gradients(
        gradient=size,
        ratio=_norm(moved) / max(_norm(weights), 1e-12) if can_say else None,
        vanished=size == 0,
        parameters=tuple(pull for pull, _, _ in pulls),
    )


def _pull(scene: Scene, name: str, parameter: nn.Parameter, gradient: Tensor) -> Pull:
    update = scene.gradients.update(parameter)
    weight = _size(parameter)
    ratio = None if update is None else _size(update) / max(weight, 1e-12)
    return Pull(name=name, weight=weight, gradient=_size(gradient), ratio=ratio, histogram=histogram(gradient))


def _size(*values: Tensor) -> float:
    """The root mean square of some tensors."""
    total = sum(v.detach().float().square().sum().item() for v in values)
    return float((total / max(1, sum(v.numel() for v in values))) ** 0.5)


def _norm(values: list[float]) -> float:
    return float(torch.tensor(values).norm())


PROBE = NodeProbe(
    key="gradients",
    order=12,
    title="Gradients",
    summary="How strongly the loss pulls at this node's weights, and how far the next step would move them.",
    every_s=1.0,
    picture=Gradients,
    supports=supports,
    look=look,
)
