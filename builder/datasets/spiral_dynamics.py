"""SpiralDynamics: points that move along a spiral, made on the spot from a fixed seed.

Reference: Chen, Rubanova, Bettencourt and Duvenaud, "Neural Ordinary Differential Equations", 2018.
"""

import torch
from torch import Tensor

from builder.kinds.dataset import DataField, Dataset, Split


def spiral_dynamics() -> tuple[Split, Split]:
    """1,000 places of a moving point, and where it is half a time unit later; 200 are held out.

    They follow dy/dt = A y for a matrix A that turns y around and slowly lets it fall to the middle.

    Shape: now (N, 2), later (N, 2).
    """
    random = torch.Generator().manual_seed(0)
    turn = torch.tensor([[-0.3, 2.0], [-2.0, -0.3]])
    now: Tensor = 4 * torch.rand(1000, 2, generator=random) - 2
    later = now @ torch.matrix_exp(0.5 * turn).T
    order = torch.randperm(len(now), generator=random)
    test, train = order[:200], order[200:]
    return {"now": now[train], "later": later[train]}, {"now": now[test], "later": later[test]}


DATASET = Dataset(
    spiral_dynamics,
    type_name="SpiralDynamics",
    summary="Points that move along a spiral: where they are now, and where a little later.",
    fields=(
        DataField("now", (2,), help="Where the point is: x and y."),
        DataField("later", (2,), help="Where it is half a time unit later."),
    ),
)
