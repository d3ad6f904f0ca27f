"""Xor: points in the plane, made on the spot from a fixed seed."""

import torch

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, noise_param, samples_param
from builder.datasets.parts.points import FIELDS
from builder.kinds.dataset import Dataset, Parts


def xor(samples: int = 1_120, noise: float = 0.1, seed: int = 0) -> Parts:
    """Points near the corners of a square, labelled by whether their signs differ.

    Shape: point (N, 2), label (N,) in 0..1. Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(seed)
    number = torch.arange(samples)
    corner = torch.stack([number % 2, number // 2 % 2], dim=1)
    label = corner[:, 0] ^ corner[:, 1]
    point = 2.0 * corner - 1
    point = point + noise * torch.randn(point.shape, generator=random)
    return divided({"point": point, "label": label}, by_class(label))


DATASET = Dataset(
    xor,
    type_name="Xor",
    summary="The smallest task that one straight line can't solve: exclusive or.",
    fields=FIELDS,
    params=(samples_param(1_120), noise_param(0.1), SEED),
)
