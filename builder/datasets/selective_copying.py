"""SelectiveCopying: symbols scattered among noise, to be said in their order, made on the spot from a fixed seed.

Reference: Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023; the task is after
Arjovsky, Shah and Bengio, "Unitary Evolution Recurrent Neural Networks", 2016.
"""

import math

import torch

from builder.datasets.parts.division import by_number, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def selective_copying(samples: int = 2_800, within: int = 32, seed: int = 0) -> Parts:
    """Four symbols, each one of eight, somewhere among 28 blanks; then four places to say them in.

    Where they stand changes from sample to sample, so a network must choose what to remember by what it reads. They
    stand in the last ``within`` of the 32 places: where that is less, a Slice of the end makes a shorter task.

    Shape: tokens (N, 36) in 0..9: blank, eight symbols, 9 where one is to be said; target (N, 36), -100 but for the
    last four places.
    """
    random = torch.Generator().manual_seed(seed)
    symbols = torch.randint(1, 9, (samples, 4), generator=random)
    place = 32 - within + torch.rand(samples, within, generator=random).argsort(dim=1)[:, :4].sort(dim=1).values
    tokens = torch.zeros(samples, 36, dtype=torch.int64).scatter(1, place, symbols)
    tokens[:, 32:] = 9
    target = torch.full_like(tokens, -100)
    target[:, 32:] = symbols
    return divided({"tokens": tokens, "target": target}, by_number(samples))


def _symbols(name: str, help: str, least: int = 0) -> DataField:
    return DataField(
        name,
        (36,),
        kind="label",
        between=(least, math.inf),
        dtype=torch.int64,
        classes=(".", *"abcdefgh", "?"),
        help=help,
        time_axis=0,
    )


DATASET = Dataset(
    selective_copying,
    type_name="SelectiveCopying",
    summary="Symbols scattered among blanks: remember them, forget the blanks, and say them in order.",
    fields=(
        _symbols("tokens", "Blanks, four symbols somewhere, then four times ? where one is to be said."),
        _symbols(
            "target", "The symbols in their order in the last four places; -100, left out by losses, before.", -100
        ),
    ),
    params=(
        samples_param(2_800),
        Param(
            name="within",
            kind="int",
            default=32,
            minimum=4,
            maximum=32,
            help="In how many places symbols may stand: the last so many before they are to be said.",
        ),
        SEED,
    ),
)
