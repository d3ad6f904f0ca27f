"""DigitPairs: two handwritten digits, the same or not, from scikit-learn.

Licence: CC BY 4.0. Source: Alpaydin and Kaynak, "Optical Recognition of Handwritten Digits", UCI, 1998.
"""

import torch

from builder.datasets.parts.division import by_group
from builder.datasets.parts.drawn_digit import as_scan
from builder.datasets.parts.params import SEED
from builder.datasets.parts.scans import scans
from builder.kinds.dataset import DataField, Dataset, Parts, Split


def digit_pairs(seed: int = 0) -> Parts:
    """1,024 pairs of handwritten digits to learn from, half of them of one digit.

    256 for validation and 256 for the test are made of forms that other people filled in.

    Shape: first, second (N, 1, 8, 8) in 0..1; same (N,) in 0..1.
    """
    image, label, form = scans()
    part = by_group(form)
    random = torch.Generator().manual_seed(seed)

    def pairs(place: int, many: int) -> Split:
        pictures, digits = image[part == place], label[part == place]
        first = torch.randint(0, len(digits), (many,), generator=random)
        same = torch.arange(many) % 2
        fits = (digits[first][:, None] == digits[None, :]) == (same[:, None] == 1)
        second = torch.multinomial(fits.float(), 1, generator=random)[:, 0]
        return {"first": pictures[first], "second": pictures[second], "same": same}

    return pairs(0, 1024), pairs(1, 256), pairs(2, 256)


DATASET = Dataset(
    digit_pairs,
    type_name="DigitPairs",
    summary="Pairs of real handwritten digits, half of them of the same digit.",
    fields=(
        DataField(
            "first",
            (1, 8, 8),
            kind="image",
            between=(0, 1),
            help="One digit: grey values from 0 (paper) to 1 (ink).",
        ),
        DataField("second", (1, 8, 8), kind="image", between=(0, 1), help="Another one."),
        DataField(
            "same",
            (),
            kind="label",
            dtype=torch.int64,
            classes=("different", "same"),
            help="Whether both are the same digit.",
        ),
    ),
    params=(SEED,),
    from_drawing=as_scan,
)
