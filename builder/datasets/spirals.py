"""Spirals: points in the plane, made on the spot from a fixed seed."""

import math

import torch

from builder.datasets.parts.points import FIELDS, noise_param
from builder.kinds.dataset import Dataset, Split


def spirals(noise: float = 0.03) -> tuple[Split, Split]:
    """2,000 points on two interleaved spirals of one and a half turns; 500 are held out.

    Shape: point (N, 2), label (N,) in 0..1. Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(0)
    turn = torch.rand(2000, generator=random).sqrt() * 3 * math.pi
    label = torch.arange(2000) % 2
    angle = turn + math.pi * label
    radius = turn / (3 * math.pi)
    point = torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1)
    point = point + noise * torch.randn(point.shape, generator=random)
    order = torch.randperm(len(label), generator=random)
    test, train = order[:500], order[500:]
    return {"point": point[train], "label": label[train]}, {"point": point[test], "label": label[test]}


DATASET = Dataset(
    spirals,
    type_name="Spirals",
    summary="Points on two spirals that wind around each other.",
    fields=FIELDS,
    params=(noise_param(0.03),),
)
