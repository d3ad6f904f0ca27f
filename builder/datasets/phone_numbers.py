"""PhoneNumbers: recordings of several telephone keys in loud noise, made on the spot from a fixed seed.

Reference: ITU-T Recommendation Q.23, "Technical Features of Push-Button Telephone Sets", 1988; for the task, Graves,
Fernández, Gomez and Schmidhuber, "Connectionist Temporal Classification", 2006.
"""

import torch

from builder.datasets.parts.dialled import dialled
from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def phone_numbers(samples: int = 1_400, noise: float = 0.6, seed: int = 0) -> Parts:
    """One second in which three to six keys of a telephone are pressed; nobody says when.

    A key sounds for 70 to 110 ms with two tones at once, one for its row, one for its column; then there is silence for
    30 to 50 ms.

    Shape: wave (N, 1, 4000); keys (N, 6), 0 after the last; count (N,), how many keys. Units: 4,000 values a second;
    ``noise`` is a standard deviation, where a tone swings from -1 to 1 at most.
    """
    random = torch.Generator().manual_seed(seed)
    count = 3 + torch.arange(samples) % 4
    is_pressed = torch.arange(6) < count[:, None]  # (N, 6)
    key = torch.randint(0, 12, (samples, 6), generator=random)
    wave = dialled(key, is_pressed, 4_000, noise, random)
    return divided({"wave": wave, "keys": (1 + key) * is_pressed, "count": count}, by_class(count))


DATASET = Dataset(
    phone_numbers,
    type_name="PhoneNumbers",
    summary="Recordings in loud noise of somebody who dials a number of three to six keys.",
    fields=(
        DataField(
            "wave",
            (1, 4_000),
            help="The sound: one second of air pressure, 4,000 values.",
            time_axis=1,
            rate=4_000,
        ),
        DataField(
            "keys",
            (6,),
            kind="label",
            dtype=torch.int64,
            classes=tuple("_123456789*0#"),
            help="The keys in their order; 0, which is no key, after the last.",
            time_axis=0,
        ),
        DataField(
            "count",
            (),
            kind="label",
            dtype=torch.int64,
            classes=tuple("0123456"),
            help="How many keys there are, from 3 to 6: how long the target of a CTC loss is.",
        ),
    ),
    params=(
        samples_param(1_400, most=5_000),
        Param(
            name="noise",
            kind="float",
            default=0.6,
            minimum=0,
            maximum=4,
            help="How loud the noise is; each of the two tones swings from -1 to 1 at most.",
        ),
        SEED,
    ),
)
