"""Scanned handwriting from scikit-learn, with who wrote what as far as it can be told."""

import torch
from torch import Tensor


def scans() -> tuple[Tensor, Tensor, Tensor]:
    """1,797 handwritten digits, and on which of 14 forms each was written.

    Every form asks for the same digits, beginning with 0 to 9 three times, so it shows where the next one begins; one
    person filled it in.

    Shape: image (1797, 1, 8, 8) in 0..1, label (1797,) in 0..9, form (1797,) in 0..13.
    """
    from sklearn.datasets import load_digits

    known = load_digits()
    begins = torch.tensor([130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667])
    image = torch.tensor(known.images, dtype=torch.float32).unsqueeze(1) / 16
    label = torch.tensor(known.target, dtype=torch.int64)
    return image, label, torch.searchsorted(begins, torch.arange(len(label)), right=True)
