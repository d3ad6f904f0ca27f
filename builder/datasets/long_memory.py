"""LongMemory: sequences whose first symbol must be recalled, made on the spot from a fixed seed.

Reference: Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997.
"""

import torch
from torch.nn import functional as F

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def long_memory(samples: int = 714, seed: int = 0) -> Parts:
    """Sequences of 16 symbols; the first, one of four, is the answer, the others distract.

    Shape: sequence (N, 16, 6), a single 1 at each step; label (N,) in 0..3.
    """
    random = torch.Generator().manual_seed(seed)
    label = torch.arange(samples) % 4
    each = torch.randperm(2**15, generator=random)[:samples]  # no two sequences are the same
    distracting = 4 + (each[:, None] >> torch.arange(15)) % 2
    symbols = torch.cat([label[:, None], distracting], dim=1)
    sequence = F.one_hot(symbols, 6).float()
    return divided({"sequence": sequence, "label": label}, by_class(label))


DATASET = Dataset(
    long_memory,
    type_name="LongMemory",
    summary="Sequences whose first symbol must be remembered to the end.",
    fields=(
        DataField("sequence", (16, 6), help="One symbol per step: 1 in its place, 0 elsewhere.", time_axis=0),
        DataField(
            "label",
            (),
            kind="label",
            dtype=torch.int64,
            classes=("a", "b", "c", "d"),
            help="Which symbol came first.",
        ),
    ),
    params=(samples_param(714), SEED),
)
