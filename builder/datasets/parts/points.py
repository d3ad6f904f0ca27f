"""What the data sets of labelled points in the plane have in common: their fields and their one parameter."""

import torch

from builder.kinds.dataset import DataField
from builder.kinds.spec import Param

FIELDS = (
    DataField("point", (2,), help="Where the point lies: x and y."),
    DataField("label", (), kind="label", dtype=torch.int64, classes=("first", "second"), help="Which of the two."),
)


def noise_param(default: float) -> Param:
    """How noisy the points are, as a field of the node's form."""
    return Param(
        name="noise", kind="float", default=default, minimum=0, maximum=2, help="How far points stray from their place."
    )
