"""Digits written with a pen are there in every way that people write them, and a drawing is prepared as they are."""

import itertools

import pytest
import torch
from scipy import ndimage

from builder.datasets.parts.pen import inked, pen_way
from builder.datasets.parts.writings import writings
from builder.datasets.pen_digits import from_drawing, pen_digits


@pytest.fixture(scope="module")
def parts():
    return pen_digits()


def of(parts, digit):
    """All pictures of a digit that are to be learned from, as (N, 28, 28)."""
    return parts[0]["image"][parts[0]["label"] == digit, 0]


def holes(picture):
    """How many pieces of paper the ink encloses."""
    _, pieces = ndimage.label((torch.nn.functional.pad(picture, (1, 1, 1, 1)) < 0.5).numpy())
    return pieces - 1


def share_with_holes(pictures, many):
    return sum(holes(picture) == many for picture in pictures) / len(pictures)


def spans(pictures, above, below):
    """How much of a digit's width the widest row of ink takes, between two shares of its height."""
    for picture in pictures:
        rows, columns = (picture.amax(axis) > 0.5 for axis in (1, 0))
        (top, bottom), (left, right) = (each.nonzero()[[0, -1], 0].tolist() for each in (rows, columns))
        at = [round(top + part * (bottom - top)) for part in (above, below)]
        yield ((picture[at[0] : at[1] + 1] > 0.5).sum(1).max() / (right - left + 1)).item()


def test_every_digit_is_there_as_often_in_each_part(parts):
    assert [part["label"].bincount().tolist() for part in parts] == [[500] * 10, [100] * 10, [100] * 10]


def test_another_seed_writes_other_digits_and_a_steady_hand_the_same_ones_more_alike():
    def spread(noise):
        sevens = of(pen_digits(samples=1_400, noise=noise), 7)
        return (sevens - sevens.mean(0)).square().mean()

    first, other = (pen_digits(samples=70, seed=seed)[0]["image"] for seed in (0, 1))
    assert not torch.equal(first, other)
    assert spread(0.0) < spread(0.02) < spread(0.2)


def test_sevens_are_there_with_a_bar_and_without(parts):
    barred = torch.tensor([*spans(of(parts, 7), 0.4, 0.65)]) > 0.65
    assert 0.25 < barred.float().mean() < 0.75


def test_ones_are_there_with_a_foot_and_without(parts):
    feet = torch.tensor([*spans(of(parts, 1), 0.9, 1)]) > 0.9
    slim = torch.tensor([*spans(of(parts, 1), 0.4, 0.6)]) > 0.6  # nothing but a stem
    assert 0.1 < (feet & ~slim).float().mean() < 0.6


def test_fours_are_there_open_and_closed_and_twos_with_a_loop_and_without(parts):
    assert 0.25 < share_with_holes(of(parts, 4), 0) < 0.75
    assert 0.25 < share_with_holes(of(parts, 4), 1) < 0.75
    assert 0.05 < share_with_holes(of(parts, 2), 1) < 0.5
    assert share_with_holes(of(parts, 2), 0) > 0.5


def test_zeros_and_eights_have_their_holes(parts):
    assert share_with_holes(of(parts, 0), 1) > 0.7
    assert share_with_holes(of(parts, 8), 2) > 0.5


def test_no_digit_leaves_the_paper(parts):
    for picture in (part["image"][:, 0] for part in parts):
        edge = torch.cat([picture[:, 0], picture[:, -1], picture[:, :, 0], picture[:, :, -1]], dim=1)
        assert edge.max() == 0


def test_the_pen_goes_through_every_point_and_evenly():
    for writing in (each for all_ways in writings().values() for each in all_ways):
        points, weights = pen_way(writing, 64)
        way = weights @ points
        steps = way.diff(dim=0).norm(dim=1).sort().values[: -writing.count("/") or None]  # less those in the air
        assert steps.max() < 2 * steps.median()
        assert torch.cdist(points, way).min(1).values.max() < steps.max()


def test_a_pen_inks_what_is_within_its_radius_and_softens_the_edge():
    line = torch.stack([torch.linspace(5, 15, 50), torch.full((50,), 10.5)], dim=1)[None]
    column = inked(line, torch.tensor([2.0]), 20)[0, :, 10]
    assert column[8:13].tolist() == pytest.approx([0.5, 1, 1, 1, 0.5], abs=0.01)
    assert column[:8].max() == column[13:].max() == 0


def drawn(left, top, side, size):
    """A seven on a pad of so many pixels, its stroke as thick as the seven is large."""
    places = torch.tensor([[0.1, 0.1], [0.9, 0.1], [0.3, 0.9]])
    way = torch.cat([torch.lerp(a, b, torch.linspace(0, 1, 400)[:, None]) for a, b in itertools.pairwise(places)])
    return inked(torch.tensor([left, top]) + side * way[None], torch.tensor([side / 14]), size)[0]


def test_a_drawing_is_prepared_alike_wherever_and_however_large_it_is():
    whole = from_drawing(drawn(5, 5, 50, 64))
    assert whole.shape == (1, 1, 28, 28)
    assert (from_drawing(drawn(36, 2, 25, 64)) - whole).abs().mean() < 0.03
    assert (from_drawing(drawn(300, 90, 200, 512)) - whole).abs().mean() < 0.02
    (top, left), (bottom, right) = ((whole[0, 0] > 0.1).nonzero().amin(0), (whole[0, 0] > 0.1).nonzero().amax(0))
    assert max(bottom - top, right - left) + 1 == 20
    assert abs(27 - top - bottom) <= 1
    assert abs(27 - left - right) <= 1


def test_a_thin_stroke_stays_thin_and_paper_stays_paper():
    line = torch.zeros(64, 64)
    line[5:60, 30:38] = 1
    assert ((from_drawing(line)[0, 0] > 0.5).sum(1).max(), (from_drawing(line)[0, 0] > 0.5).sum(0).max()) == (3, 20)
    assert torch.equal(from_drawing(torch.zeros(64, 64)), torch.zeros(1, 1, 28, 28))
    dot = torch.zeros(3, 3)
    dot[1, 1] = 1
    assert from_drawing(dot).max() > 0.9
