"""PatternBits: a few patterns and damaged copies of them, made on the spot from a fixed seed."""

import torch

from builder.kinds.dataset import DataField, Dataset, Split
from builder.kinds.spec import Param


def pattern_bits(damage: float = 0.15) -> tuple[Split, Split]:
    """Five patterns of 64 values of -1 or 1, and copies in which some have changed their sign.

    500 copies are learned from, 100 others held out.

    Shape: damaged (N, 64), pattern (N, 64). Units: ``damage`` is the share of values that have changed.
    """
    random = torch.Generator().manual_seed(0)
    patterns = 2.0 * torch.randint(0, 2, (5, 64), generator=random) - 1
    pattern = patterns[torch.arange(600) % 5]
    is_changed = torch.rand(pattern.shape, generator=random) < damage
    damaged = torch.where(is_changed, -pattern, pattern)
    test, train = slice(0, 100), slice(100, 600)
    return (
        {"damaged": damaged[train], "pattern": pattern[train]},
        {"damaged": damaged[test], "pattern": pattern[test]},
    )


DATASET = Dataset(
    pattern_bits,
    type_name="PatternBits",
    summary="Five patterns of black and white, and damaged copies that a memory can mend.",
    fields=(
        DataField("damaged", (64,), help="A pattern with some signs changed."),
        DataField("pattern", (64,), help="The whole pattern: -1 or 1 in each place."),
    ),
    params=(
        Param(
            name="damage",
            kind="float",
            default=0.15,
            minimum=0,
            maximum=1,
            help="The share of values that have changed their sign.",
        ),
    ),
)
