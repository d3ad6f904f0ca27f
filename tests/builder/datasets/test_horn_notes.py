"""HornNotes: each note has its pitch, loud ones and soft ones, and linear prediction comes to what the lesson says."""

import math

import pytest
import torch
from torch.nn import functional as F

import builder
from builder.datasets.horn_notes import horn_notes


def test_the_loudest_frequency_of_a_sound_is_its_note():
    training, *_ = horn_notes()
    loud = torch.fft.rfft(training["wave"][:, 0]).abs()  # one value for each 10 Hz
    assert torch.equal(10 * loud.argmax(dim=1), 160 + 20 * training["note"])


def test_the_loudest_are_ten_times_as_loud_as_the_softest_and_fade():
    wave = horn_notes()[0]["wave"][:, 0]
    loud = wave[:, 20:100].std(dim=1)
    assert 8 < loud.max() / loud.min() < 14
    assert wave.abs().max() < 1
    assert wave[:, 100:].std() < 0.85 * wave[:, 20:100].std()


def test_linear_prediction_comes_to_what_the_lesson_says():
    """Least squares over 32 values for each note, on levels, its error taken to be normal: nats of the next level."""
    training, validation, _ = horn_notes(2_800)
    nats = [_nats(training, validation, note) for note in range(8)]
    told = next(each for each in builder.STARTERS["wavenet"].lesson.baselines if each.name == "linear prediction")
    assert sum(nats) / 8 == pytest.approx(told.value, abs=0.015)


def _nats(training, validation, note):
    learned, heard = (_levels(part["wave"][part["note"] == note, 0][:100]) for part in (training, validation))
    x, y = _past(_wave(learned)), _wave(learned)[:, 1:]
    weights = torch.linalg.lstsq(x.flatten(0, 1), y.flatten()[:, None]).solution[:, 0]
    spread = 0.7 * (y - x @ weights).std()  # 0.7: best on validation of 0.5, 0.7 and 1
    expected = torch.distributions.Normal((_past(_wave(heard)) @ weights)[..., None], spread)
    below = expected.cdf(_wave(torch.arange(63) + 0.5))
    below = torch.cat([torch.zeros_like(below[..., :1]), below, torch.ones_like(below[..., :1])], dim=-1)
    return -below.diff(dim=-1).clamp(min=1e-6).gather(-1, heard[:, 1:, None]).log().mean().item()


def _past(wave):
    """The 32 values before each but the first. Shape: (N, T) -> (N, T - 1, 32)."""
    return F.pad(wave, (32, 0)).unfold(1, 32, 1)[:, 1:-1]


def _levels(wave):
    return ((wave.sign() * (255 * wave.abs()).log1p() / math.log(256) + 1) * 31.5).round().long()


def _wave(level):
    scaled = (level.double() / 31.5 - 1) * math.log(256)
    return scaled.sign() * scaled.abs().expm1() / 255
