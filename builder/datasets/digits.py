"""Digits: scanned handwriting from scikit-learn.

Licence: CC BY 4.0. Source: Alpaydin and Kaynak, "Optical Recognition of Handwritten Digits", UCI, 1998.
"""

from builder.datasets.parts.division import by_group, divided
from builder.datasets.parts.drawn_digit import LABEL, as_scan
from builder.datasets.parts.scans import scans
from builder.kinds.dataset import DataField, Dataset, Parts


def digits() -> Parts:
    """1,797 handwritten digits of 8 x 8 pixels, on 14 forms; no form is in two parts.

    Shape: image (N, 1, 8, 8) in 0..1, label (N,) in 0..9.
    """
    image, label, form = scans()
    return divided({"image": image, "label": label}, by_group(form))


DATASET = Dataset(
    digits,
    type_name="Digits",
    summary="1,797 real handwritten digits, 8 by 8 pixels each.",
    fields=(
        DataField("image", (1, 8, 8), kind="image", between=(0, 1), help="Grey values from 0 (paper) to 1 (ink)."),
        LABEL,
    ),
    from_drawing=as_scan,
)
