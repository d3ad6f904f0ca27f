"""Melodies: every note is in the key, the theme comes back, and what a tune leaves open is what the lesson says."""

import math

import pytest
import torch

import builder
from builder.datasets.melodies import key_names, melodies, note_names

MAJOR = {
    "C": "C D E F G A B",
    "D#": "D# F G G# A# C D",
    "F#": "F# G# A# B C# D# F",
    "A": "A B C# D E F# G#",
}


@pytest.fixture(scope="module")
def tunes():
    parts = melodies(samples=840)
    return {name: torch.cat([part[name] for part in parts]) for name in parts[0]}


def named(notes):
    return [note_names()[note] for note in notes.tolist()]


def test_every_note_is_of_the_key_and_the_scale_has_two_octaves_of_it(tunes):
    for key, notes, scale in zip(tunes["key"].tolist(), tunes["notes"], tunes["scale"], strict=True):
        belong = {name for name, belongs in zip(note_names(), scale.tolist(), strict=True) if belongs}
        assert len(belong) == 14
        assert set(named(notes)) <= belong
        if letters := MAJOR.get(key_names()[key]):
            assert {name.rstrip("45") for name in belong} == set(letters.split())


def test_a_theme_comes_back_twice_and_the_tune_ends_on_its_keynote(tunes):
    bars = tunes["notes"].view(-1, 4, 8)
    assert torch.equal(bars[:, 0], bars[:, 1])
    assert torch.equal(bars[:, 0, :7], bars[:, 3, :7])
    assert torch.equal((bars[:, 3, 7] - 1) % 12, tunes["key"])
    assert (bars[:, 0] != bars[:, 2]).any(dim=1).all()
    assert torch.isin((bars[:, 0, 0] - 1 - tunes["key"]) % 12, torch.tensor([0, 4, 7])).all()


def test_what_is_given_is_what_was_played_before(tunes):
    assert (tunes["given"][:, 0] == note_names().index("^")).all()
    assert torch.equal(tunes["given"][:, 1:], tunes["notes"][:, :-1])


def test_no_tune_is_in_two_parts():
    rows = [{tuple(row) for row in part["notes"].tolist()} for part in melodies(samples=5_000)]
    assert len(set().union(*rows)) == sum(map(len, rows))


def test_a_tune_leaves_open_what_the_lesson_says(tunes):
    """The first note is one of six; of each further one of two bars, as many are possible as lie one or two degrees
    away in two octaves, each as likely."""
    ways = []
    for notes, scale in zip(tunes["notes"].tolist(), tunes["scale"], strict=True):
        degree = {note: number for number, note in enumerate(scale.nonzero()[:, 0].tolist())}
        before = [degree[note] for note in (*notes[:7], notes[7], *notes[16:23])]  # the bars that are new
        ways.append(math.log(6) + sum(math.log(sum(0 <= at + step < 14 for step in (-2, -1, 1, 2))) for at in before))
    lesson = builder.STARTERS["music"].lesson
    assert lesson
    (told,) = [each.value for each in lesson.baselines if each.measure == "loss"]
    assert sum(ways) / len(ways) / 32 == pytest.approx(told, abs=0.01)
