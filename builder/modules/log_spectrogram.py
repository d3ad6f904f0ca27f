"""A sound as what it is made of, moment by moment."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnFunction


def log_spectrogram(input: Tensor, window: int = 256, hop: int = 64, floor: float = 1e-3) -> Tensor:
    """Tells how loud each frequency of a sound is at each moment, as a logarithm.

    The sound is cut into windows that overlap, each fades in and out (Hann), and its frequencies are told by their
    sizes, 1 for a sine that swings from -1 to 1. The ends are filled up with silence.

    Args:
        window: values in a window: a longer one tells frequencies better and moments worse.
        hop: values from the beginning of one window to that of the next.
        floor: what is as quiet as that is not told from silence.

    Shape:
        - input: (N, L) or (N, 1, L), the sounds
        - output: (N, window // 2 + 1, ceil(L / hop)), natural logarithms, the lowest frequency first

    Reference:
        Allen and Rabiner, "A Unified Approach to Short-Time Fourier Analysis and Synthesis", 1977.

    Example:
        >>> log_spectrogram(torch.randn(2, 1, 2000), window=128, hop=32).shape
        torch.Size([2, 65, 63])
    """
    sound = input.flatten(1)
    moments = -(-sound.shape[1] // hop)
    before = (window - hop) // 2
    after = (moments - 1) * hop + window - before - sound.shape[1]
    parts = torch.nn.functional.pad(sound, (before, max(after, 0))).unfold(1, window, hop)  # (N, moments, window)
    fading = torch.hann_window(window, device=sound.device, dtype=sound.dtype)
    size = torch.fft.rfft(parts * fading).abs() / (window / 4)
    loud: Tensor = (size + floor).log()
    return loud.transpose(1, 2)


LAYER = OwnFunction(
    log_spectrogram,
    type_name="LogSpectrogram",
    category="Signal",
    limits={"window": (2, 1_000_000), "hop": (1, 1_000_000), "floor": (1e-12, 1)},
    expects=Expected((2, 3), "sounds of shape (N, L) or (N, 1, L)"),
)
