"""LongerMemory: long sequences whose first symbol must be recalled, made on the spot from a fixed seed.

Reference: Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997.
"""

import torch
from torch.nn import functional as F

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def longer_memory(samples: int = 700, seed: int = 0) -> Parts:
    """Sequences of 150 symbols; the first, one of four, is the answer, the others distract.

    A Slice of the first steps makes a shorter task of the same kind. What distracts is drawn by chance: two symbols,
    149 times, so that no sequence comes twice.

    Shape: sequence (N, 150, 6), a single 1 at each step; label (N,) in 0..3.
    """
    random = torch.Generator().manual_seed(seed)
    label = torch.arange(samples) % 4
    distracting = torch.randint(4, 6, (samples, 149), generator=random)
    symbols = torch.cat([label[:, None], distracting], dim=1)
    return divided({"sequence": F.one_hot(symbols, 6).float(), "label": label}, by_class(label))


DATASET = Dataset(
    longer_memory,
    type_name="LongerMemory",
    summary="Long sequences whose first symbol must be remembered for 150 steps, or for the first few of them.",
    fields=(
        DataField("sequence", (150, 6), help="One symbol per step: 1 in its place, 0 elsewhere.", time_axis=0),
        DataField(
            "label",
            (),
            kind="label",
            dtype=torch.int64,
            classes=("a", "b", "c", "d"),
            help="Which symbol came first.",
        ),
    ),
    params=(samples_param(700, most=10_000), SEED),
)
