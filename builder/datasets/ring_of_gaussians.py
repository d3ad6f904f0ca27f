"""RingOfGaussians: points in the plane, made on the spot from a fixed seed.

Reference: Metz, Poole, Pfau and Sohl-Dickstein, "Unrolled Generative Adversarial Networks", 2016.
"""

import math

import torch

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, noise_param, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def ring_of_gaussians(samples: int = 1_433, noise: float = 0.05, seed: int = 0) -> Parts:
    """Points in eight small clouds on a circle of radius 1.

    Shape: point (N, 2), cloud (N,) in 0..7. Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(seed)
    cloud = torch.arange(samples) % 8
    angle = math.pi / 4 * cloud
    point = torch.stack([angle.cos(), angle.sin()], dim=1)
    point = point + noise * torch.randn(point.shape, generator=random)
    return divided({"point": point, "cloud": cloud}, by_class(cloud))


DATASET = Dataset(
    ring_of_gaussians,
    type_name="RingOfGaussians",
    summary="Points in eight clouds on a circle: a generator has to find them all.",
    fields=(
        DataField("point", (2,), help="Where the point lies: x and y."),
        DataField(
            "cloud",
            (),
            kind="label",
            dtype=torch.int64,
            classes=tuple("01234567"),
            help="The cloud that it belongs to, counted from the one on the right.",
        ),
    ),
    params=(
        samples_param(1_433),
        noise_param(0.05, "How wide each cloud is."),
        SEED,
    ),
)
