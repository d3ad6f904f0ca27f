"""StretchedCloud: a cloud of points that is longer than wide, made on the spot from a fixed seed.

Reference: Pearson, "On Lines and Planes of Closest Fit to Systems of Points in Space", 1901; Oja, "A Simplified Neuron
Model as a Principal Component Analyzer", 1982.
"""

import math

import torch

from builder.datasets.parts.division import by_number, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def stretched_cloud(samples: int = 1_400, stretch: float = 4.0, angle: float = 30.0, seed: int = 0) -> Parts:
    """Points around the origin, spread much along one direction and little across it.

    The first principal component is that direction: it stands at ``angle`` to the x axis.

    Shape: point (N, 2). Units: the spread, a standard deviation, is 1 along the direction and 1 / ``stretch`` across
    it; ``angle`` in degrees.
    """
    turn = math.radians(angle)
    along, across = torch.tensor([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    spread = torch.randn(samples, 2, generator=torch.Generator().manual_seed(seed))
    point = spread[:, :1] * along + spread[:, 1:] / stretch * across
    return divided({"point": point}, by_number(samples))


DATASET = Dataset(
    stretched_cloud,
    type_name="StretchedCloud",
    summary="A cloud of points that is longer than wide and so has a main direction.",
    fields=(DataField("point", (2,), help="Where the point lies: x and y."),),
    params=(
        samples_param(1_400),
        Param(
            name="stretch",
            kind="float",
            default=4.0,
            minimum=1,
            maximum=100,
            help="How many times longer than wide the cloud is.",
        ),
        Param(
            name="angle",
            kind="float",
            default=30.0,
            minimum=-180,
            maximum=180,
            help="Which way it points: degrees from the x axis.",
        ),
        SEED,
    ),
)
