"""Xor: points in the plane, made on the spot from a fixed seed."""

import torch

from builder.datasets.parts.points import FIELDS, noise_param
from builder.kinds.dataset import Dataset, Split


def xor(noise: float = 0.1) -> tuple[Split, Split]:
    """1,000 points near the corners of a square, labelled by whether their signs differ; 200 are held out.

    Shape: point (N, 2), label (N,) in 0..1. Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(0)
    corner = torch.randint(0, 2, (1000, 2), generator=random)
    label = corner[:, 0] ^ corner[:, 1]
    point = 2.0 * corner - 1
    point = point + noise * torch.randn(point.shape, generator=random)
    order = torch.randperm(len(label), generator=random)
    test, train = order[:200], order[200:]
    return {"point": point[train], "label": label[train]}, {"point": point[test], "label": label[test]}


DATASET = Dataset(
    xor,
    type_name="Xor",
    summary="The smallest task that one straight line can't solve: exclusive or.",
    fields=FIELDS,
    params=(noise_param(0.1),),
)
