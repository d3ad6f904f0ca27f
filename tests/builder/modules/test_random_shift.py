import torch

from builder.modules.random_shift import RandomShift
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 1, 8, 8)}, {"max_shift": 3})


def test_a_point_comes_to_every_place_that_it_may_reach_and_to_no_other():
    torch.manual_seed(0)
    point = torch.zeros(2_000, 1, 7, 9)
    point[:, :, 3, 4] = 1
    moved = RandomShift(max_shift=2)(point)
    reached = moved.sum(0)[0] > 0
    expected = torch.zeros(7, 9, dtype=torch.bool)
    expected[1:6, 2:7] = True
    assert torch.equal(reached, expected)
    assert torch.equal(moved.sum((1, 2, 3)), torch.ones(2_000))


def test_what_is_moved_out_is_gone_and_what_is_uncovered_is_zero():
    torch.manual_seed(0)
    wave = torch.arange(1.0, 5).expand(300, 1, 4)
    seen = {tuple(row) for row in RandomShift(max_shift=2)(wave)[:, 0].tolist()}
    assert seen == {(3, 4, 0, 0), (2, 3, 4, 0), (1, 2, 3, 4), (0, 1, 2, 3), (0, 0, 1, 2)}


def test_by_no_places_it_changes_nothing():
    assert torch.equal(RandomShift(max_shift=0)(random(3, 1, 8, 8)), random(3, 1, 8, 8))
