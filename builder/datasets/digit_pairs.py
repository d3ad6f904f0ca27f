"""DigitPairs: two handwritten digits, the same or not, from scikit-learn.

Licence: CC BY 4.0. Source: Alpaydin and Kaynak, "Optical Recognition of Handwritten Digits", UCI, 1998.
"""

import torch

from builder.kinds.dataset import DataField, Dataset, Split


def digit_pairs() -> tuple[Split, Split]:
    """1,280 pairs of handwritten digits, half of them of one digit; 256, of other handwriting, are held out.

    Shape: first, second (N, 1, 8, 8) in 0..1; same (N,) in 0..1.
    """
    from sklearn.datasets import load_digits

    scans = load_digits()
    image = torch.tensor(scans.images, dtype=torch.float32).unsqueeze(1) / 16
    label = torch.tensor(scans.target, dtype=torch.int64)
    random = torch.Generator().manual_seed(0)

    def pairs(scans: slice, many: int) -> Split:
        pictures, digits = image[scans], label[scans]
        first = torch.randint(0, len(digits), (many,), generator=random)
        same = torch.arange(many) % 2
        fits = (digits[first][:, None] == digits[None, :]) == (same[:, None] == 1)
        second = torch.multinomial(fits.float(), 1, generator=random)[:, 0]
        return {"first": pictures[first], "second": pictures[second], "same": same}

    return pairs(slice(450, None), 1024), pairs(slice(0, 450), 256)


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
)
