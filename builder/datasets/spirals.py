"""Spirals: points in the plane, made on the spot from a fixed seed."""

import math

import torch

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, noise_param, samples_param
from builder.datasets.parts.points import FIELDS
from builder.kinds.dataset import Dataset, Parts


def spirals(samples: int = 2_100, noise: float = 0.03, seed: int = 0) -> Parts:
    """Points on two interleaved spirals of one and a half turns.

    Shape: point (N, 2), label (N,) in 0..1. Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(seed)
    turn = torch.rand(samples, generator=random).sqrt() * 3 * math.pi
    label = torch.arange(samples) % 2
    angle = turn + math.pi * label
    radius = turn / (3 * math.pi)
    point = torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1)
    point = point + noise * torch.randn(point.shape, generator=random)
    return divided({"point": point, "label": label}, by_class(label))


DATASET = Dataset(
    spirals,
    type_name="Spirals",
    summary="Points on two spirals that wind around each other.",
    fields=FIELDS,
    params=(samples_param(2_100), noise_param(0.03), SEED),
)
