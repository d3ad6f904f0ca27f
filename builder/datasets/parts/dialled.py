"""The sound of keys of a telephone that are pressed one after the other.

Reference: ITU-T Recommendation Q.23, "Technical Features of Push-Button Telephone Sets", 1988.
"""

import math

import torch
from torch import Tensor


def dialled(key: Tensor, is_pressed: Tensor, length: int, noise: float, random: torch.Generator) -> Tensor:
    """Recordings in which keys are pressed; nobody says when.

    A key sounds for 70 to 110 ms with two tones at once, one for its row, one for its column; then there is silence for
    30 to 50 ms.

    Shape: key (N, keys) in 0..11, row by row of the telephone; is_pressed (N, keys), the first of each row -> (N, 1,
    length). Units: 4,000 values a second; ``noise`` is a standard deviation, where a tone swings from -1 to 1 at most.
    """

    def between(low: float, high: float) -> Tensor:
        return low + (high - low) * torch.rand(key.shape, generator=random)

    sounds, rests = between(0.07, 0.11) * is_pressed, between(0.03, 0.05) * is_pressed
    ends = (sounds + rests).cumsum(dim=1)
    begins = ends - sounds - rests + between(0, 1)[:, :1] * (length / 4_000 - ends[:, -1:])
    second = (torch.arange(length) / 4_000).repeat(len(key), 1)
    which = torch.searchsorted(begins, second, right=True).clamp(1) - 1  # (N, length), the last key that has begun
    since = second - begins.gather(1, which)
    is_heard = (since >= 0) & (since < sounds.gather(1, which))
    loud = between(0.5, 1).gather(1, which) * is_heard
    wave = noise * torch.randn(len(key), length, generator=random)
    for pitches, place in (
        (torch.tensor([697.0, 770, 852, 941]), key // 3),
        (torch.tensor([1209.0, 1336, 1477]), key % 3),
    ):
        turns = pitches[place].gather(1, which) * since + between(0, 1).gather(1, which)
        wave += loud * (2 * math.pi * turns).sin()
    return wave[:, None]
