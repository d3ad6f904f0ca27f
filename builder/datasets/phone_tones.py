"""PhoneTones: the sounds of telephone keys in noise, made on the spot from a fixed seed.

Reference: ITU-T Recommendation Q.23, "Technical Features of Push-Button Telephone Sets", 1988.
"""

import math

import torch
from torch import Tensor

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def phone_tones(samples: int = 1_400, noise: float = 0.5, seed: int = 0) -> Parts:
    """The sound of a key of a telephone: two tones at once, one for its row, one for its column.

    It begins anywhere, lasts 50 to 100 ms, is soft or loud, and up to 1.5 % too high or too low.

    Shape: wave (N, 1, 512), label (N,) in 0..11. Units: 4,000 values a second, so 128 ms; ``noise`` is a standard
    deviation, where a tone swings from -1 to 1 at most.
    """
    random = torch.Generator().manual_seed(seed)

    def between(low: float, high: float) -> Tensor:
        return low + (high - low) * torch.rand(samples, 1, generator=random)

    label = torch.arange(samples) % 12
    tones = torch.tensor([697.0, 770, 852, 941])[label // 3], torch.tensor([1209.0, 1336, 1477])[label % 3]
    second = torch.arange(512) / 4_000
    wave = torch.zeros(samples, 512)
    for tone in tones:
        turns = tone[:, None] * between(0.985, 1.015) * second + between(0, 1)
        wave += between(0.5, 1) * (2 * math.pi * turns).sin()
    lasts = between(0.05, 0.1)
    begins = between(0, 1) * (0.128 - lasts)
    wave *= (second >= begins) & (second <= begins + lasts)
    wave += noise * torch.randn(wave.shape, generator=random)
    return divided({"wave": wave[:, None], "label": label}, by_class(label))


DATASET = Dataset(
    phone_tones,
    type_name="PhoneTones",
    summary="The sounds of a telephone's keys in noise: two tones at once say which key it is.",
    fields=(
        DataField(
            "wave", (1, 512), help="The sound: 128 ms of air pressure, 4,000 values a second.", time_axis=1, rate=4_000
        ),
        DataField(
            "label",
            (),
            kind="label",
            dtype=torch.int64,
            classes=tuple("123456789*0#"),
            help="Which key was pressed.",
        ),
    ),
    params=(
        samples_param(1_400, most=10_000),
        Param(
            name="noise",
            kind="float",
            default=0.5,
            minimum=0,
            maximum=4,
            help="How loud the noise is; each of the two tones swings from -1 to 1 at most.",
        ),
        SEED,
    ),
)
