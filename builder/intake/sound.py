"""Reads a sound of anybody's: looked at before it is decoded, one channel, at the rate that is asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from builder.folder.limits import Limits
from builder.folder.refused import Refused
from builder.intake.kinds_of_file import SOUNDS, kind_of, told

Wave = NDArray[np.float32]
MOST_CHANNELS = 8


def heard(file: Path, name: str, rate: int, seconds: float, limits: Limits) -> tuple[Wave, float]:
    """The beginning of a sound, and how long all of it is.

    Shape: (L,) with L at most ``rate * seconds``. Units: seconds.

    Raises:
        Refused: it is no sound, too long, or broken.
    """
    if (kind := kind_of(file)) not in SOUNDS:
        what, hint = told(kind)
        raise Refused("no_sound", name, f"is {what}; a sound was expected.", hint)
    try:
        with soundfile.SoundFile(file) as sound:
            lasts = sound.frames / sound.samplerate
            _refuse_large(name, lasts, sound.channels, limits)
            values = sound.read(int(np.ceil(seconds * sound.samplerate)), dtype="float32", always_2d=True)
            came = sound.samplerate
    except (soundfile.LibsndfileError, ValueError, OSError) as error:
        raise Refused("broken_sound", name, "is a broken sound.", "Save it anew, or leave it out.") from error
    if not len(values) or not np.isfinite(values).all():
        words = "holds no sound." if not len(values) else "holds values that are no numbers."
        raise Refused("broken_sound", name, words, "Save it anew, or leave it out.")
    wave = soxr.resample(values.mean(axis=1), came, rate)
    return wave[: round(rate * seconds)], lasts


def _refuse_large(name: str, lasts: float, channels: int, limits: Limits) -> None:
    if lasts > limits.sound_s:
        words = f"lasts {lasts:,.0f} seconds; at most {limits.sound_s:,.0f} are taken."
        raise Refused("too_long_sound", name, words, "Cut it into shorter ones.")
    if channels > MOST_CHANNELS:
        words = f"has {channels} channels; at most {MOST_CHANNELS} are taken."
        raise Refused("too_many_channels", name, words, "Mix it down to one.")
