"""Sounds become one channel at one rate and of one length; broken and too long ones are named."""

from dataclasses import replace

import numpy as np
import pytest

from builder.folder.limits import LIMITS
from builder.folder.refused import Refused
from builder.registry.intake import column
from tests.builder.intake.filled import filled, table_of
from tests.builder.intake.made import laid, noise, sound


def one(tmp_path, content, **choices):
    """One sound. Shape: (L,)."""
    (field,) = filled(table_of(laid(tmp_path, {"a.wav": content})), "audio", "sound", **choices)
    return field.values[0, 0] / field.field.divisor


def pitch(wave, rate):
    return np.abs(np.fft.rfft(wave)).argmax() * rate / len(wave)


@pytest.mark.parametrize("format", ["WAV", "FLAC", "OGG", "MP3", "AIFF"])
def test_every_format_is_heard_at_the_rate_that_is_chosen(format, tmp_path):
    wave = one(tmp_path, sound(440, seconds=1.2, rate=16_000, format=format), rate=4_000)
    assert wave.shape == (4_000,)
    assert abs(pitch(wave, 4_000) - 440) < 2
    assert 0.4 < np.abs(wave).max() < 0.6


def test_several_channels_become_one_and_silence_follows_a_short_sound(tmp_path):
    wave = one(tmp_path, sound(300, seconds=0.5, rate=8_000, channels=2), rate=8_000, seconds=1)
    assert np.abs(wave[:4_000]).max() > 0.4
    assert not wave[4_000:].any()


def test_a_column_that_names_sounds_is_one_and_says_its_rate_and_what_is_cut(tmp_path):
    table = table_of(laid(tmp_path, {"a/1.wav": sound(300), "b/2.wav": sound(600, seconds=2)}))
    assert table.head.columns == ["sound", "folder"]
    assert column("audio").guess("sound", table.head["sound"], table).surety == 1
    (field,) = filled(table, "audio", "sound", rate=2_000, seconds=1)
    assert (field.field.shape, field.field.rate, field.field.between) == ((1, 2_000), 2_000, (-1, 1))
    assert field.notes == ("1 of 2 sounds last longer than 1 s, the longest 2.0 s: their beginning is taken.",)


BAD = {
    "too long": (sound(rate=1_000, seconds=8), "too_long_sound", "lasts 8 seconds; at most 5"),
    "broken": (b"RIFF\xff\xff\xff\xffWAVE" + bytes(60), "broken_sound", "broken"),
    "broken FLAC": (sound(format="FLAC")[:30], "broken_sound", "broken"),
    "no values": (sound(seconds=0), "broken_sound", "no sound"),
    "many channels": (sound(channels=12), "too_many_channels", "12 channels"),
}


@pytest.mark.parametrize("name", BAD)
def test_one_bad_sound_among_many_is_passed_over_by_name_and_all_bad_are_refused(name, tmp_path):
    content, code, words = BAD[name]
    limits = replace(LIMITS, sound_s=5)
    table = table_of(laid(tmp_path, {"a/1.wav": sound(), "a/bad.wav": content, "b/2.wav": sound(600)}))
    (field,) = filled(table, "audio", "sound", limits)
    assert list(field.unread) == [1]
    assert "1 file was passed over: a/bad.wav" in field.notes[0]
    assert words in field.notes[0]
    with pytest.raises(Refused) as refused:
        filled(table_of(laid(tmp_path, {"bad.wav": content})), "audio", "sound", limits)
    assert refused.value.problem.code == code


def test_pictures_among_sounds_are_passed_over(tmp_path):
    table = table_of(laid(tmp_path, {"a/1.wav": sound(), "b/2.wav": sound(600), "cover.wav": noise(1)}))
    assert table.notes == ("1 file was passed over (no sound): cover.wav",)
