"""Digits: scanned handwriting from scikit-learn.

Licence: CC BY 4.0. Source: Alpaydin and Kaynak, "Optical Recognition of Handwritten Digits", UCI, 1998.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.datasets.parts.division import by_group, divided
from builder.datasets.parts.drawn_digit import LABEL, cut_out
from builder.datasets.parts.scans import scans
from builder.kinds.dataset import DataField, Dataset, Parts


def digits() -> Parts:
    """1,797 handwritten digits of 8 x 8 pixels, on 14 forms; no form is in two parts.

    Shape: image (N, 1, 8, 8) in 0..1, label (N,) in 0..9.
    """
    image, label, form = scans()
    return divided({"image": image, "label": label}, by_group(form))


def from_drawing(picture: Tensor) -> Tensor:
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


DATASET = Dataset(
    digits,
    type_name="Digits",
    summary="1,797 real handwritten digits, 8 by 8 pixels each.",
    fields=(
        DataField("image", (1, 8, 8), kind="image", between=(0, 1), help="Grey values from 0 (paper) to 1 (ink)."),
        LABEL,
    ),
    from_drawing=from_drawing,
)
