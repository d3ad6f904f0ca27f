"""What the data sets of single digits have in common: their label, and what is done first with a drawn one."""

import torch
from torch import Tensor

from builder.kinds.dataset import DataField

LABEL = DataField("label", (), kind="label", dtype=torch.int64, classes=tuple("0123456789"), help="Which digit it is.")


def cut_out(picture: Tensor) -> Tensor | None:
    """The part of a drawing that has ink on it; None where there is none. Shape: (height, width) in 0..1, both."""
    inked = (picture > 0.1).nonzero()
    if len(inked) == 0:
        return None
    (top, left), (bottom, right) = inked.amin(0).tolist(), inked.amax(0).tolist()
    return picture[top : bottom + 1, left : right + 1]
