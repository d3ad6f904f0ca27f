import pytest
import torch

from builder.modules.random_mask import RandomMask
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 1, 8, 8)}, {"size": 3, "kind": "time"})


def holes(size, kind, *shape):
    torch.manual_seed(0)
    return RandomMask(size, kind)(torch.ones(500, *shape)) == 0


def test_a_box_is_a_square_that_may_hang_over_the_edge():
    hole = holes(3, "box", 2, 6, 9)
    rows, columns = hole[:, 0].any(2).sum(1), hole[:, 0].any(1).sum(1)
    assert torch.equal(hole.flatten(1).sum(1), 2 * rows * columns)  # in both channels, and in one piece
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (1, 3, 1, 3)
    assert hole.any(0).all()  # everywhere


@pytest.mark.parametrize(("kind", "axis"), [("time", 3), ("frequency", 2)])
def test_a_piece_of_one_axis_takes_all_of_the_others(kind, axis):
    hole = holes(2, kind, 2, 6, 9)
    other = 5 - axis
    assert torch.equal(hole.all(other), hole.any(other))
    assert {int(many) for many in hole[:, 0].any(other - 1).sum(1)} == {1, 2}


def test_of_a_wave_a_piece_of_its_time():
    assert torch.equal(holes(4, "box", 2, 30), holes(4, "time", 2, 30))
