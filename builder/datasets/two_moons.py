"""TwoMoons: points in the plane, made on the spot from a fixed seed."""

import math

import torch

from builder.datasets.parts.points import FIELDS, noise_param
from builder.kinds.dataset import Dataset, Split


def two_moons(noise: float = 0.15) -> tuple[Split, Split]:
    """1,280 points on two interleaved half circles; 256 are held out.

    Shape: point (N, 2), label (N,) in 0..1. Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(0)
    angle = math.pi * torch.rand(1280, generator=random)
    label = torch.arange(1280) % 2
    upper = torch.stack([angle.cos(), angle.sin()], dim=1)
    lower = torch.stack([1 - angle.cos(), 0.5 - angle.sin()], dim=1)
    point = torch.where(label[:, None] == 0, upper, lower)
    point = point + noise * torch.randn(point.shape, generator=random)
    order = torch.randperm(len(label), generator=random)
    test, train = order[:256], order[256:]
    return {"point": point[train], "label": label[train]}, {"point": point[test], "label": label[test]}


DATASET = Dataset(
    two_moons,
    type_name="TwoMoons",
    summary="Points on two crescents that reach into each other.",
    fields=FIELDS,
    params=(noise_param(0.15),),
)
