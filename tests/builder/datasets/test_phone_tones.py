"""PhoneTones: the two loudest pitches of a sound are those of its key."""

import torch

from builder.datasets.phone_tones import phone_tones


def test_a_key_sounds_with_the_pitch_of_its_row_and_of_its_column():
    training, *_ = phone_tones(noise=0)
    loudness = torch.fft.rfft(training["wave"][:, 0], n=4_000).abs()  # one value for each Hz
    low, high = loudness[:, :1_050].argmax(dim=1), 1_050 + loudness[:, 1_050:].argmax(dim=1)
    row, column = training["label"] // 3, training["label"] % 3
    assert (low / torch.tensor([697.0, 770, 852, 941])[row] - 1).abs().max() < 0.03
    assert (high / torch.tensor([1209.0, 1336, 1477])[column] - 1).abs().max() < 0.03


def test_a_sound_begins_and_ends_within_its_piece():
    training, *_ = phone_tones(noise=0)
    sounds = (training["wave"][:, 0] != 0).sum(dim=1) / 4_000
    assert sounds.min() > 0.045
    assert sounds.max() < 0.105


def test_noise_has_the_loudness_asked_for():
    quiet, loud = phone_tones(noise=0)[0], phone_tones(noise=2)[0]
    assert (loud["wave"] - quiet["wave"]).std().allclose(torch.tensor(2.0), rtol=0.05)
