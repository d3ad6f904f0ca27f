"""SpiralDynamics: points that move along a spiral, made on the spot from a fixed seed.

Reference: Chen, Rubanova, Bettencourt and Duvenaud, "Neural Ordinary Differential Equations", 2018.
"""

import torch
from torch import Tensor

from builder.datasets.parts.division import by_number, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def spiral_dynamics(samples: int = 1_120, seed: int = 0) -> Parts:
    """Places of a moving point, and where it is half a time unit later.

    They follow dy/dt = A y for a matrix A that turns y around and slowly lets it fall to the middle.

    Shape: now (N, 2), later (N, 2).
    """
    random = torch.Generator().manual_seed(seed)
    turn = torch.tensor([[-0.3, 2.0], [-2.0, -0.3]])
    now: Tensor = 4 * torch.rand(samples, 2, generator=random) - 2
    later = now @ torch.matrix_exp(0.5 * turn).T
    return divided({"now": now, "later": later}, by_number(samples))


DATASET = Dataset(
    spiral_dynamics,
    type_name="SpiralDynamics",
    summary="Points that move along a spiral: where they are now, and where a little later.",
    fields=(
        DataField("now", (2,), help="Where the point is: x and y."),
        DataField("later", (2,), help="Where it is half a time unit later."),
    ),
    params=(samples_param(1_120), SEED),
)
