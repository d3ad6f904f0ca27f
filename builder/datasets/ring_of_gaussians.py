"""RingOfGaussians: points in the plane, made on the spot from a fixed seed.

Reference: Metz, Poole, Pfau and Sohl-Dickstein, "Unrolled Generative Adversarial Networks", 2016.
"""

import math

import torch

from builder.kinds.dataset import DataField, Dataset, Split
from builder.kinds.spec import Param


def ring_of_gaussians(noise: float = 0.05) -> tuple[Split, Split]:
    """1,280 points in eight small clouds on a circle of radius 1; 256 are held out.

    Shape: point (N, 2). Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(0)
    angle = math.pi / 4 * (torch.arange(1280) % 8)
    point = torch.stack([angle.cos(), angle.sin()], dim=1)
    point = point + noise * torch.randn(point.shape, generator=random)
    order = torch.randperm(len(point), generator=random)
    test, train = order[:256], order[256:]
    return {"point": point[train]}, {"point": point[test]}


DATASET = Dataset(
    ring_of_gaussians,
    type_name="RingOfGaussians",
    summary="Points in eight clouds on a circle: a generator has to find them all.",
    fields=(DataField("point", (2,), help="Where the point lies: x and y."),),
    params=(
        Param(
            name="noise",
            kind="float",
            default=0.05,
            minimum=0,
            maximum=2,
            help="How wide each cloud is.",
        ),
    ),
)
