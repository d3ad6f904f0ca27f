"""TimeSeries: a series with trend and season to forecast, made on the spot from a fixed seed.

Reference: Box and Jenkins, "Time Series Analysis: Forecasting and Control", 1970, for trend, season and noise.
"""

import math

import torch

from builder.datasets.parts.division import by_time, divided
from builder.datasets.parts.params import SEED, noise_param
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def time_series(samples: int = 1_400, noise: float = 0.1, seed: int = 0) -> Parts:
    """Pieces of 24 values of one long series, and the value that comes next.

    The series is a straight line that rises by 1 in all, a wave of 12 steps, and a swing that follows itself by a law
    that no straight line comes near: ``0.8 cos(2.5 s)`` of the swing ``s`` before, and noise. The end of the series is
    for the test, what comes before it for validation; no value of a part is in another one.

    Shape: past (N, 24, 1), next (N, 1). Units: ``noise`` is the standard deviation of what can't be known before.
    """
    many = samples + 24
    surprises = noise * torch.randn(many, generator=torch.Generator().manual_seed(seed))
    swing, swings = 0.0, []
    for surprise in surprises.tolist():
        swing = 0.8 * math.cos(2.5 * swing) + surprise
        swings.append(swing)
    step = torch.arange(many)
    series = step / many - 0.5 + (2 * math.pi * step / 12).sin() + torch.tensor(swings)
    pieces = series.unfold(0, 25, 1)[:, :, None]  # (N, 25, 1)
    return divided({"past": pieces[:, :-1], "next": pieces[:, -1]}, by_time(samples, overlap=24))


DATASET = Dataset(
    time_series,
    type_name="TimeSeries",
    summary="A series that rises, has a season and swings by itself, to forecast from its past.",
    fields=(
        DataField("past", (24, 1), help="24 values of the series, one after the other.", time_axis=0),
        DataField("next", (1,), help="The value that comes after them.", follows="past"),
    ),
    params=(
        Param(
            name="samples",
            kind="int",
            default=1_400,
            minimum=210,
            maximum=20_000,
            help="How many pieces, one step after the other; those that reach into another part are left out.",
        ),
        noise_param(0.1, "How much of each value nobody can know before."),
        SEED,
    ),
)
