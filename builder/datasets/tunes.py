"""Tunes: six notes by one of four voices, made on the spot from a fixed seed."""

import math

import torch

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def tunes(samples: int = 1_400, seed: int = 0) -> Parts:
    """Six notes of a major scale by one of four voices, which differ in their overtones.

    A note is 128 ms long, begins with its wave at zero, swells for 20 ms and fades; a tune is soft or loud.

    Shape: wave (N, 1, 3072), notes (N, 6) in 0..7, voice (N,) in 0..3. Units: 4,000 values a second.
    """
    random = torch.Generator().manual_seed(seed)
    voice = torch.arange(samples) % 4
    notes = torch.randint(0, 8, (samples, 6), generator=random)
    tones = torch.tensor([[1.0, 0, 0, 0], [1, 0, 0.9, 0], [1, 0.9, 0, 0], [1, 0.6, 0.6, 0.6]])
    tones /= tones.square().sum(dim=1, keepdim=True).sqrt()
    second = torch.arange(512) / 4_000
    pitch = 220 * 2 ** (torch.tensor([0, 2, 4, 5, 7, 9, 11, 12]) / 12)
    overtone = torch.arange(1, 5)[:, None]
    waves = (2 * math.pi * pitch[:, None, None] * overtone * second).sin()  # (8, 4, 512)
    sounds = torch.einsum("vo,not->vnt", tones, waves) * (50 * second).clamp(max=1) * (-4 * second).exp()
    loud = 0.7 + 0.3 * torch.rand(samples, 1, generator=random)
    wave = loud * sounds[voice[:, None], notes].flatten(1)
    wave += 0.02 * torch.randn(wave.shape, generator=random)
    return divided({"wave": wave[:, None], "notes": notes, "voice": voice}, by_class(voice))


DATASET = Dataset(
    tunes,
    type_name="Tunes",
    summary="Short tunes of six notes, by one of four voices.",
    fields=(
        DataField("wave", (1, 3_072), help="The sound: 768 ms, 3,072 values.", time_axis=1, rate=4_000),
        DataField(
            "notes",
            (6,),
            kind="label",
            dtype=torch.int64,
            classes=("do", "re", "mi", "fa", "sol", "la", "ti", "do'"),
            help="The six notes, in their order.",
            time_axis=0,
        ),
        DataField(
            "voice",
            (),
            kind="label",
            dtype=torch.int64,
            classes=("flute", "reed", "horn", "string"),
            help="Who plays: which overtones a note has.",
        ),
    ),
    params=(samples_param(1_400, most=5_000), SEED),
)
