"""Where the nodes of a graph are drawn, always the same.

Reference: Fruchterman and Reingold, "Graph Drawing by Force-Directed Placement", 1991.
"""

from __future__ import annotations

import math
from functools import lru_cache

import torch
from torch import Tensor

TURNS = 150

Edges = tuple[tuple[int, int], ...]
"""Which nodes are joined, each pair once."""


def joined_in(adjacency: Tensor) -> Edges:
    """The edges of a square that says who is joined to whom, in either direction. Shape: (nodes, nodes)."""
    joined = adjacency != 0
    return tuple((int(one), int(other)) for one, other in (joined | joined.T).triu(1).nonzero().tolist())


@lru_cache(32)
def laid_out(nodes: int, edges: Edges) -> Tensor:
    """Places where joined nodes pull at each other and all push each other away, from a circle on.

    Shape: (nodes, 2), between -1 and 1.
    """
    angle = torch.arange(nodes, dtype=torch.float64) * (2 * math.pi / nodes)
    at = torch.stack([angle.cos(), angle.sin()], 1)
    joined = torch.zeros(nodes, nodes, dtype=torch.float64)
    for one, other in edges:
        joined[one, other] = joined[other, one] = 1
    ideal = math.sqrt(4 / nodes)
    for turn in range(TURNS):
        between = at[:, None] - at[None]  # (nodes, nodes, 2)
        far = between.norm(dim=2).clamp_min(1e-6)
        force = ideal**2 / far.square() - joined * far / ideal
        moved = (between * force[..., None]).sum(1)
        size = moved.norm(dim=1, keepdim=True).clamp_min(1e-9)
        at = at + moved / size * size.clamp(max=0.15 * (1 - turn / TURNS))
    at = at - (at.amax(0) + at.amin(0)) / 2
    return (at / at.abs().max().clamp_min(1e-9)).float()
