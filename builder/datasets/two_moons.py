"""TwoMoons: points in the plane, made on the spot from a fixed seed."""

import math

import torch

from builder.data import DataField, Dataset, Split
from builder.spec import Param


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
    fields=(
        DataField("point", (2,), help="Where the point lies: x and y."),
        DataField(
            "label",
            (),
            kind="label",
            dtype=torch.int64,
            classes=("first", "second"),
            help="Which of the two.",
        ),
    ),
    params=(
        Param(
            name="noise",
            kind="float",
            default=0.15,
            minimum=0,
            maximum=2,
            help="How far points stray from their place.",
        ),
    ),
)
