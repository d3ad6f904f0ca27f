import torch

from builder.modules.coordinate_channels import coordinate_channels
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 2, 4, 5)})


def test_each_place_is_told_where_it_lies_and_what_came_in_stays():
    given = random(3, 2, 4, 5)
    told = coordinate_channels(given)
    assert torch.equal(told[:, :2], given)
    assert torch.allclose(told[1, 2, :, 3], torch.tensor([-1, -1 / 3, 1 / 3, 1]))
    assert torch.allclose(told[2, 3, 1], torch.tensor([-1, -0.5, 0, 0.5, 1]))


def test_halves_and_doubles_stay_what_they_are():
    assert coordinate_channels(torch.zeros(1, 1, 2, 2, dtype=torch.float64)).dtype == torch.float64
