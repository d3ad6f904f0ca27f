"""HornNotes: the notes of a horn without valves, made on the spot from a fixed seed.

Reference: Fletcher and Rossing, "The Physics of Musical Instruments", 1998, for such a horn: a long tube sounds at
whole multiples of one frequency.
"""

import math

import torch
from torch import Tensor

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def horn_notes(samples: int = 1_400, seed: int = 0) -> Parts:
    """A note of a horn, the 8th to the 15th multiple of 20 Hz, with two overtones.

    It swells for 10 ms and fades then, to a third in 0.18 s; the loudest are ten times as loud as the softest. Its
    breath is noise, a fiftieth as loud as the note.

    Shape: wave (N, 1, 200), note (N,) in 0..7. Units: 2,000 values a second, so 0.1 s.
    """
    random = torch.Generator().manual_seed(seed)
    note = torch.arange(samples) % 8
    pitch = 20.0 * (8 + note[:, None])  # Hz
    second = torch.arange(200) / 2_000

    def by_chance() -> Tensor:
        return torch.rand(samples, 1, generator=random)

    wave = torch.zeros(samples, 200)
    for overtone, part in ((1, 0.55), (2, 0.28), (3, 0.17)):
        wave += part * (2 * math.pi * (overtone * pitch * second + by_chance())).sin()
    loud = 0.1 ** by_chance() * (100 * second).clamp(max=1) * (-6 * second).exp()
    wave = loud * (wave + 0.02 * torch.randn(wave.shape, generator=random))
    wave += 0.001 * torch.randn(wave.shape, generator=random)
    return divided({"wave": wave[:, None], "note": note}, by_class(note))


DATASET = Dataset(
    horn_notes,
    type_name="HornNotes",
    summary="The notes of a horn, loud and soft: raw sound, 0.1 s of each.",
    fields=(
        DataField(
            "wave", (1, 200), help="The sound: 0.1 s of air pressure, 2,000 values a second.", time_axis=1, rate=2_000
        ),
        DataField(
            "note",
            (),
            kind="label",
            dtype=torch.int64,
            classes=tuple(f"{20 * times} Hz" for times in range(8, 16)),
            help="Which note it is: how often a second the air swings.",
        ),
    ),
    params=(samples_param(1_400, most=10_000), SEED),
)
