"""A way to make samples with a network, read off its drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from builder.compiler.program import Program
from trainer.look.scene import Scene
from trainer.look.shown import Shown, shown

SEED = 0


def chance() -> torch.Generator:
    """The same chance at every look, so that what changes is the network."""
    return torch.Generator().manual_seed(SEED)


@dataclass(frozen=True)
class Made:
    """What was made: points in the plane, or samples to show one by one. Shape: points (N, 2)."""

    points: torch.Tensor | None = None
    samples: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Sampler:
    """One way. ``how`` says in one sentence where the samples come from; the first way that fits is taken."""

    order: int
    how: str
    supports: Callable[[Program], bool]
    draw: Callable[[Scene], Made]


def made(values: torch.Tensor) -> Made:
    """Samples as points where they are pairs, else as pictures."""
    if values.shape[1:] == (2,):
        return Made(points=values)
    return Made(samples=tuple(shown("", value) for value in values[:MOST_SHOWN]))


MOST_SHOWN = 24
MANY = 256
