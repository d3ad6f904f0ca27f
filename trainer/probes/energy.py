"""Energies of a Hopfield memory: how they fall while it settles, and what it settles at.

Reference: Hopfield, "Neural Networks and Physical Systems with Emergent Collective Computational Abilities", 1982.
"""

from __future__ import annotations

from typing import cast

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor, nn

from builder.checker.analysis import Analysis
from builder.modules.hopfield_memory import HopfieldMemory
from builder.samples.shades import Floats, Shades, floats
from trainer.look.probe import NodeProbe, Picture
from trainer.look.scene import Path, Scene
from trainer.look.shown import pictured

ROWS = 64
MOST_MEMORIES = 12
MOST_TURNS = 20


class Memory(BaseModel):
    """A state that samples settle at: how many do, its energy, and what it looks like."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    samples: int
    energy: float
    picture: Shades


class Energy(Picture):
    """Energies of validation samples at each turn of the recall, and where they end, the most frequent first.

    Shape: falls (samples, turns). ``ends`` counts all different ends.
    """

    falls: Floats
    memories: tuple[Memory, ...]
    ends: int


def supports(found: Analysis, node: str) -> bool:
    """A memory, also where another one's weights are used."""
    of = found.shares(node) or node
    return of in found.layers and found.layers[of].spec.type == "HopfieldMemory" and node in found.needed


def look(scene: Scene, path: Path) -> Energy | None:
    """The memory's own recall, step by step."""
    memory = cast(HopfieldMemory, scene.module(path))  # as the drawing's source defines it
    given = scene.inputs(path, ROWS)["input"]
    turns = _turns(memory, given)
    energies = torch.stack([_energy(memory.weight, state) for state in turns], 1)
    ends, which, counts = turns[-1].unique(dim=0, return_inverse=True, return_counts=True)
    firsts = [int((which == end).nonzero()[0]) for end in range(len(ends))]
    often = sorted(range(len(ends)), key=lambda end: (-int(counts[end]), firsts[end]))
    return Energy(
        falls=floats(energies),
        ends=len(ends),
        memories=tuple(
            Memory(
                samples=int(counts[end]),
                energy=energies[firsts[end], -1].item(),
                picture=pictured((ends[end] + 1) / 2),
            )
            for end in often[:MOST_MEMORIES]
        ),
    )


def _turns(memory: HopfieldMemory, given: Tensor) -> list[Tensor]:
    """The states from what is given to what it is completed to."""
    others, turns = memory.weight - memory.weight.diag().diag(), [given.sign()]
    for _ in range(min(memory.steps, MOST_TURNS)):
        heard = turns[-1] @ others
        turns.append(torch.where(heard == 0, turns[-1], heard.sign()))
    return turns


def _energy(weight: nn.Parameter, state: Tensor) -> Tensor:
    """Half of how much all pairs of values disagree with their weights. Shape: (N, features) -> (N,)."""
    others = weight - weight.diag().diag()
    return -(state @ others * state).sum(1) / 2


PROBE = NodeProbe(
    key="energy",
    order=8,
    title="Energy",
    summary="How the energy of validation samples falls while the memory completes them, and where they settle.",
    every_s=0.5,
    picture=Energy,
    supports=supports,
    look=look,
)
