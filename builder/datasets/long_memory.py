"""LongMemory: sequences whose first symbol must be recalled, made on the spot from a fixed seed.

Reference: Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997.
"""

import torch
from torch.nn import functional as F

from builder.kinds.dataset import DataField, Dataset, Split


def long_memory() -> tuple[Split, Split]:
    """768 sequences of 16 symbols; the first, one of four, is the answer, the others distract. 256 are held out.

    Shape: sequence (N, 16, 6), a single 1 at each step; label (N,) in 0..3.
    """
    random = torch.Generator().manual_seed(0)
    label = torch.randint(0, 4, (768,), generator=random)
    distracting = torch.randint(4, 6, (768, 15), generator=random)
    symbols = torch.cat([label[:, None], distracting], dim=1)
    sequence = F.one_hot(symbols, 6).float()
    test, train = slice(0, 256), slice(256, 768)
    return {"sequence": sequence[train], "label": label[train]}, {"sequence": sequence[test], "label": label[test]}


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
)
