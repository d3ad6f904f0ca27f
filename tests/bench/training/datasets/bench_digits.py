"""BenchDigits: the scanned digits of scikit-learn, cut so that every batch of 64 is full.

Licence: CC BY 4.0. Source: Alpaydin and Kaynak, "Optical Recognition of Handwritten Digits", UCI, 1998.
"""

import torch

from builder.datasets.parts.division import divided
from builder.kinds.dataset import DataField, Dataset, Parts


def bench_digits() -> Parts:
    """1,408 handwritten digits of 8 x 8 pixels in a row; 384 more are held out, eight of them as test.

    Shape: pixels (N, 64) in 0..1, label (N,) in 0..9.
    """
    from sklearn.datasets import load_digits

    scans = load_digits()
    order = torch.randperm(1792, generator=torch.Generator().manual_seed(0))
    pixels = torch.tensor(scans.data, dtype=torch.float32)[order] / 16
    label = torch.tensor(scans.target, dtype=torch.int64)[order]
    number = torch.arange(1792)
    return divided({"pixels": pixels, "label": label}, (number >= 1408).long() + (number >= 1784))


DATASET = Dataset(
    bench_digits,
    type_name="BenchDigits",
    summary="Handwritten digits, pixels in a row.",
    fields=(
        DataField("pixels", (64,)),
        DataField("label", (), kind="label", dtype=torch.int64, classes=tuple("0123456789")),
    ),
)
