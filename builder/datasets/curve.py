"""Curve: a function of one number, made on the spot from a fixed seed."""

import torch

from builder.kinds.dataset import DataField, Dataset, Split
from builder.kinds.spec import Param


def curve(noise: float = 0.05) -> tuple[Split, Split]:
    """640 noisy points of the curve sin(3 x) + x / 2 for x from -2 to 2; 128 are held out.

    Shape: x (N, 1), y (N, 1). Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(0)
    x = 4 * torch.rand(640, 1, generator=random) - 2
    y = (3 * x).sin() + x / 2 + noise * torch.randn(x.shape, generator=random)
    test, train = slice(0, 128), slice(128, 640)
    return {"x": x[train], "y": y[train]}, {"x": x[test], "y": y[test]}


DATASET = Dataset(
    curve,
    type_name="Curve",
    summary="A wavy curve: one number in, one number out.",
    fields=(
        DataField("x", (1,), help="Where on the axis, from -2 to 2."),
        DataField("y", (1,), help="How high the curve is there."),
    ),
    params=(
        Param(
            name="noise",
            kind="float",
            default=0.05,
            minimum=0,
            maximum=2,
            help="How far points stray from the curve.",
        ),
    ),
)
