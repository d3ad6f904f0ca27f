"""PatternBits: a few patterns and damaged copies of them, made on the spot from a fixed seed."""

import torch

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def pattern_bits(samples: int = 700, damage: float = 0.15, seed: int = 0) -> Parts:
    """Five patterns of 64 values of -1 or 1, and copies in which some have changed their sign.
    Shape: damaged (N, 64), pattern (N, 64). Units: ``damage`` is the share of values that have changed.
    """
    random = torch.Generator().manual_seed(seed)
    patterns = 2.0 * torch.randint(0, 2, (5, 64), generator=random) - 1
    which = torch.arange(samples) % 5
    pattern = patterns[which]
    is_changed = torch.rand(pattern.shape, generator=random) < damage
    damaged = torch.where(is_changed, -pattern, pattern)
    return divided({"damaged": damaged, "pattern": pattern}, by_class(which))


DATASET = Dataset(
    pattern_bits,
    type_name="PatternBits",
    summary="Five patterns of black and white, and damaged copies that a memory can mend.",
    fields=(
        DataField("damaged", (64,), help="A pattern with some signs changed."),
        DataField("pattern", (64,), help="The whole pattern: -1 or 1 in each place."),
    ),
    params=(
        samples_param(700),
        Param(
            name="damage",
            kind="float",
            default=0.15,
            minimum=0,
            maximum=1,
            help="The share of values that have changed their sign.",
        ),
        SEED,
    ),
)
