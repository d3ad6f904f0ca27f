"""TwoMoons: points in the plane, made on the spot from a fixed seed."""

import math

import torch

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, noise_param, samples_param
from builder.datasets.parts.points import FIELDS
from builder.kinds.dataset import Dataset, Parts


def two_moons(samples: int = 1_434, noise: float = 0.15, seed: int = 0) -> Parts:
    """Points on two interleaved half circles.

    Shape: point (N, 2), label (N,) in 0..1. Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(seed)
    angle = math.pi * torch.rand(samples, generator=random)
    label = torch.arange(samples) % 2
    upper = torch.stack([angle.cos(), angle.sin()], dim=1)
    lower = torch.stack([1 - angle.cos(), 0.5 - angle.sin()], dim=1)
    point = torch.where(label[:, None] == 0, upper, lower)
    point = point + noise * torch.randn(point.shape, generator=random)
    return divided({"point": point, "label": label}, by_class(label))


DATASET = Dataset(
    two_moons,
    type_name="TwoMoons",
    summary="Points on two crescents that reach into each other.",
    fields=FIELDS,
    params=(samples_param(1_434), noise_param(0.15), SEED),
)
