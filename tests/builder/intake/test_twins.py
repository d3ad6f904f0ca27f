"""Twins: the same samples in two parts, and pictures that look the same."""

import numpy as np

from builder.intake.division import TEST, TRAINING
from builder.intake.twins import twins_of


def pictures(count):
    return np.random.default_rng(0).integers(0, 256, (count, 1, 28, 28)).astype(np.uint8)


def test_a_picture_that_was_saved_again_is_a_twin_and_others_are_none():
    shown = pictures(40)
    noise = np.random.default_rng(1).integers(-3, 4, shown[:5].shape)
    again = np.clip(shown[:5] + noise, 0, 255).astype(np.uint8)
    part = np.array([TRAINING] * 40 + [TEST] * 5, np.uint8)
    (told,) = twins_of(np.concatenate([shown, again]), np.arange(45, dtype=np.uint64), part)
    assert (told.of_part, told.in_part, told.count, told.of, told.is_exact) == ("test", "training", 5, 5, False)
    assert told.examples[0] == (f"{40:016x}", f"{0:016x}")
    assert twins_of(shown, np.arange(40, dtype=np.uint64), np.arange(40, dtype=np.uint8) % 3) == ()


def test_simple_figures_of_like_form_in_other_places_are_no_twins():
    figures = np.full((20, 1, 28, 28), 255, np.uint8)
    for place, figure in enumerate(figures):
        figure[0, :, place + 2 : place + 5] = 0
    part = np.arange(20, dtype=np.uint8) % 3
    assert twins_of(figures, np.arange(20, dtype=np.uint64), part) == ()


def test_the_same_sample_in_two_parts_is_told_as_such():
    ids = np.array([1, 2, 3, 1], np.uint64)
    (told,) = twins_of(None, ids, np.array([0, 0, 1, 2], np.uint8))
    assert (told.of_part, told.in_part, told.count, told.is_exact) == ("test", "training", 1, True)
