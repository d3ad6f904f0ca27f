import math

import pytest
import torch

from builder.modules.log_spectrogram import log_spectrogram
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(2, 1, 100)}, params={"window": 16, "hop": 8})


def sine(turns):
    """A sine that goes round so many times in a window of 64 values."""
    return (2 * torch.pi * turns * torch.arange(512) / 64).sin()[None]


def test_a_sine_is_a_line_at_its_frequency_and_as_loud_as_it_is():
    loud = log_spectrogram(0.5 * sine(10), window=64, hop=16)[0]
    assert loud.shape == (33, 32)
    assert (loud[:, 2:-2].argmax(0) == 10).all()
    assert loud[10, 2:-2].exp().numpy() == pytest.approx(0.5, abs=0.01)


def test_silence_is_the_floor():
    assert log_spectrogram(torch.zeros(1, 100), floor=0.01).numpy() == pytest.approx(math.log(0.01))


@pytest.mark.parametrize(("length", "window", "hop"), [(100, 32, 8), (97, 33, 10), (20, 64, 16), (50, 8, 20)])
def test_each_moment_is_centred_on_its_part_of_the_sound(length, window, hop):
    for moment in range(-(-length // hop)):
        click = torch.zeros(1, length)
        click[0, min(moment * hop + hop // 2, length - 1)] = 1
        loud = log_spectrogram(click, window=window, hop=hop)[0].exp().mean(0)
        assert loud.shape == (-(-length // hop),)
        assert loud[moment] == loud.max()


def test_channels_of_several_sounds_are_not_mixed_up():
    both = log_spectrogram(torch.stack([sine(4), sine(9)]), window=64, hop=16)
    assert torch.equal(both[1], log_spectrogram(sine(9), window=64, hop=16)[0])
