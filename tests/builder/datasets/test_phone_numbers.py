"""PhoneNumbers: every key that is told is heard, in its order."""

import torch

from builder.datasets.phone_numbers import phone_numbers


def heard(wave):
    """The keys of a recording without noise, found by its silences and by the loudest pitches between them."""
    is_loud = torch.nn.functional.max_pool1d((wave.abs() > 1e-6).float()[None], 41, stride=1, padding=20)[0] > 0
    edges = is_loud.int().diff(prepend=torch.zeros(1), append=torch.zeros(1))
    found = []
    for begin, end in zip((edges > 0).nonzero()[:, 0].tolist(), (edges < 0).nonzero()[:, 0].tolist(), strict=True):
        loudness = torch.fft.rfft(wave[begin:end], n=4_000).abs()  # one value for each Hz
        row = loudness[[697, 770, 852, 941]].argmax()
        column = loudness[[1209, 1336, 1477]].argmax()
        found.append(1 + 3 * int(row) + int(column))
    return found


def test_the_keys_are_what_is_heard():
    for part in phone_numbers(samples=280, noise=0):
        for wave, keys, count in zip(part["wave"][:, 0], part["keys"].tolist(), part["count"].tolist(), strict=True):
            assert heard(wave) == keys[:count]
            assert keys[count:] == [0] * (6 - count)


def test_noise_has_the_loudness_asked_for():
    quiet, loud = phone_numbers(samples=70, noise=0)[0], phone_numbers(samples=70, noise=2)[0]
    assert (loud["wave"] - quiet["wave"]).std().allclose(torch.tensor(2.0), rtol=0.05)
