"""How loud each frequency of a sound is at each moment."""

from __future__ import annotations

import torch
from torch import Tensor

WINDOW, LEAST_WINDOW = 256, 16
FLOOR_DB, QUIET_DB = -80.0, -40.0
"""What is quieter is shown as that: in full, and where noise would hide the tones."""


def spectrum(wave: Tensor) -> Tensor:
    """The sound in windows that overlap by three quarters, shorter ones where it is short.

    Units: dB below its loudest part.

    Shape: (L,) -> (frequencies, moments), the lowest frequency last.
    """
    window = WINDOW
    while window > LEAST_WINDOW and window * 4 > len(wave):
        window //= 2
    padded = torch.nn.functional.pad(wave, (0, max(0, window - len(wave))))
    parts = padded.unfold(0, window, window // 4) * torch.hann_window(window)  # (moments, window)
    loud = torch.fft.rfft(parts).abs().T  # (frequencies, moments)
    return (20 * torch.log10(loud.clamp_min(1e-9) / loud.max().clamp_min(1e-9))).flip(0)
