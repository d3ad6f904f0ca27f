"""Tunes: six notes of 128 ms each, at their pitches, by voices that differ in their overtones."""

import torch

from builder.datasets.tunes import tunes

PITCHES = 220 * 2 ** (torch.tensor([0, 2, 4, 5, 7, 9, 11, 12]) / 12)


def loudness(part):
    """How loud each frequency of each note is, one value for each Hz. Shape: -> (N, 6, 2001)."""
    return torch.fft.rfft(part["wave"][:, 0].view(-1, 6, 512), n=4_000).abs()


def test_each_note_has_its_pitch():
    part = tunes(samples=280)[0]
    loud = loudness(part)[part["voice"] == 0]  # a flute has no overtones
    pitch = PITCHES[part["notes"][part["voice"] == 0]]
    assert (loud.argmax(dim=-1) - pitch).abs().max() < 4


def test_a_voice_is_told_by_its_overtones():
    part = tunes(samples=280)[0]
    at = (PITCHES[part["notes"]][..., None] * torch.arange(1, 5)).round().long()
    found = loudness(part).gather(-1, at).mean(dim=1)  # (N, 4)
    found = found / found.max(dim=1, keepdim=True).values > 0.3
    has = torch.tensor([[1, 0, 0, 0], [1, 0, 1, 0], [1, 1, 0, 0], [1, 1, 1, 1]]).bool()
    assert torch.equal(found, has[part["voice"]])


def test_all_voices_are_in_each_part_and_no_tune_is_in_two():
    parts = tunes()
    assert [sorted(part["voice"].unique().tolist()) for part in parts] == [[0, 1, 2, 3]] * 3
    assert [len(part["wave"]) for part in parts] == [1_000, 200, 200]
