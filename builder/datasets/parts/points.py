"""What the data sets of labelled points in the plane have in common: their fields."""

import torch

from builder.kinds.dataset import DataField

FIELDS = (
    DataField("point", (2,), help="Where the point lies: x and y."),
    DataField("label", (), kind="label", dtype=torch.int64, classes=("first", "second"), help="Which of the two."),
)
