"""Melodies: tunes in a key whose theme comes back, made on the spot from a fixed seed.

Reference: Huang et al., "Music Transformer: Generating Music with Long-Term Structure", 2019, for the task; of what is
made here nothing is anybody's.
"""

import torch
from torch import Tensor

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def melodies(samples: int = 2_800, seed: int = 0) -> Parts:
    """Tunes of four bars of eight notes: a theme, the theme again, something else, the theme.

    All notes of a tune are of its major key. It begins on one of the key's triad, goes on by one or two steps of the
    scale, up or down, each as likely, and ends on the keynote that is next.

    Shape: key (N,) in 0..11; given (N, 32), notes (N, 32), places in the list of `note_names`; scale (N, 25), 1 for
    each note that belongs to the key. Given is "^" and the notes but for the last: a network learns to say each note
    after those before it.
    """
    random = torch.Generator().manual_seed(seed)
    key = torch.arange(samples) % 12
    above = (torch.arange(24) - key[:, None]) % 12  # (N, 24), semitones above the keynote
    scale = torch.isin(above, torch.tensor([0, 2, 4, 5, 7, 9, 11]))
    pitch = scale.nonzero()[:, 1].view(samples, 14)
    above = above.gather(1, pitch)  # (N, 14), of the degrees of the scale
    degrees = torch.arange(14)

    def one_of(are_open: Tensor) -> Tensor:
        """One of the degrees that are open, each as likely: (N, 14) -> (N,)."""
        return torch.multinomial(are_open.float(), 1, generator=random)[:, 0]

    def bar(first: Tensor) -> list[Tensor]:
        """Eight degrees, each one or two steps from the one before."""
        walked = [first]
        for _ in range(7):
            walked.append(next_to(walked[-1]))
        return walked

    def next_to(degree: Tensor) -> Tensor:
        far = (degrees - degree[:, None]).abs()
        return one_of((far == 1) | (far == 2))

    theme = bar(one_of(torch.isin(above, torch.tensor([0, 4, 7]))))
    other = bar(next_to(theme[-1]))
    far = (degrees - theme[6][:, None]).abs()
    home = far.masked_fill(above != 0, 99).argmin(1)
    walked = torch.stack([*theme, *theme, *other, *theme[:7], home], dim=1)  # (N, 32)
    notes = 1 + pitch.gather(1, walked)
    given = torch.cat([torch.zeros_like(notes[:, :1]), notes[:, :-1]], dim=1)
    belongs = torch.cat([torch.zeros(samples, 1), scale.float()], dim=1)
    return divided({"key": key, "given": given, "notes": notes, "scale": belongs}, by_class(key))


def key_names() -> list[str]:
    """The twelve keys, by their keynotes."""
    return ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]


def note_names() -> list[str]:
    """What stands before the first note, and the notes of two octaves; C4 is the middle one of a piano."""
    return ["^", *(f"{name}{octave}" for octave in (4, 5) for name in key_names())]


def _notes(name: str, help: str) -> DataField:
    classes = tuple(note_names())
    return DataField(name, (32,), kind="label", dtype=torch.int64, classes=classes, help=help, time_axis=0)


DATASET = Dataset(
    melodies,
    type_name="Melodies",
    summary="Tunes in a major key whose theme comes back: 32 notes, to be continued or made anew.",
    fields=(
        DataField(
            "key", (), kind="label", dtype=torch.int64, classes=tuple(key_names()), help="The major key of the tune."
        ),
        _notes("given", "What stands before each note: ^ first."),
        _notes("notes", "The tune, one whole number for each note; all are equally long."),
        DataField(
            "scale",
            (25,),
            columns=tuple(note_names()),
            between=(0, 1),
            is_set=True,
            help="1 for each note that belongs to the key.",
        ),
    ),
    params=(samples_param(2_800), SEED),
)
