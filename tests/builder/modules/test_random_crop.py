import torch

from builder.modules.random_crop import RandomCrop
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 1, 8, 8)}, {"scale": 0.6})


def test_a_piece_lies_inside_of_the_picture_and_is_as_large_as_it_may_be():
    """A picture whose values are its own columns: what comes out says where the piece began and how wide it was."""
    torch.manual_seed(0)
    columns = torch.arange(40.0).expand(500, 1, 30, 40)
    crops = RandomCrop(scale=0.5)(columns)
    steps = crops[:, 0, 15, 20] - crops[:, 0, 15, 19]  # how far the piece goes from one pixel to the next
    assert 0.5 <= steps.min() < 0.52
    assert 0.98 < steps.max() <= 1
    assert crops.min() >= 0
    assert crops.max() <= 39
    assert len(steps.unique()) > 400


def test_width_and_height_shrink_alike():
    torch.manual_seed(0)
    rows = torch.arange(30.0)[:, None].expand(50, 1, 30, 40)
    columns = torch.arange(40.0).expand(50, 1, 30, 40)
    crops = RandomCrop(scale=0.5)(torch.cat([rows, columns], 1))
    down, across = crops[:, 0, 16, 20] - crops[:, 0, 15, 20], crops[:, 1, 15, 20] - crops[:, 1, 15, 19]
    assert torch.allclose(down, across, atol=1e-3)


def test_a_whole_picture_stays_as_it_is():
    assert torch.allclose(RandomCrop(scale=1)(random(3, 2, 8, 6)), random(3, 2, 8, 6), atol=1e-5)
