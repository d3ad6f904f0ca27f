"""What the data sets of single digits have in common: their label, and what is done first with a drawn one."""

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.kinds.dataset import DataField

LABEL = DataField("label", (), kind="label", dtype=torch.int64, classes=tuple("0123456789"), help="Which digit it is.")


def cut_out(picture: Tensor) -> Tensor | None:
    """The part of a drawing that has ink on it; None where there is none. Shape: (height, width) in 0..1, both."""
    inked = (picture > 0.1).nonzero()
    if len(inked) == 0:
        return None
    (top, left), (bottom, right) = inked.amin(0).tolist(), inked.amax(0).tolist()
    return picture[top : bottom + 1, left : right + 1]


def as_scan(picture: Tensor) -> Tensor:
    """A drawn digit prepared as the scans were: cut out, fitted into 32 x 32, counted in 4 x 4 blocks.

    Shape: (height, width) in 0..1 -> (1, 1, 8, 8) in 0..1.
    """
    if (cut := cut_out(picture)) is None:
        return torch.zeros(1, 1, 8, 8)
    height, width = cut.shape
    margin = max(0, height - width)  # a "1" stays thin: the scans kept the shape of narrow digits
    cut = F.pad(cut, (margin // 2, margin - margin // 2))
    fitted = F.interpolate(cut[None, None], size=(32, 32), mode="area" if min(cut.shape) >= 32 else "bilinear")
    return F.avg_pool2d((fitted > 0.35).float(), 4)
