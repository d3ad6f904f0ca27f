import math

import torch

from builder.modules.random_turn import RandomTurn
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 1, 8, 8)}, {"max_degrees": 30.0})


def test_a_point_turns_around_the_middle_at_its_distance():
    """Also in a picture that is no square."""
    torch.manual_seed(0)
    rows, columns = torch.meshgrid(torch.arange(61) - 30.0, torch.arange(101) - 50.0, indexing="ij")
    blob = torch.exp(-((rows - 0) ** 2 + (columns - 20) ** 2) / 18).expand(200, 1, 61, 101)
    turned = RandomTurn(max_degrees=40)(blob)[:, 0]
    mass = turned.sum((1, 2))
    down, across = (turned * rows).sum((1, 2)) / mass, (turned * columns).sum((1, 2)) / mass
    assert torch.allclose((down.square() + across.square()).sqrt(), torch.tensor(20.0), atol=0.1)
    angles = torch.atan2(down, across) * 180 / math.pi
    assert 35 < angles.max() <= 40.2
    assert -40.2 <= angles.min() < -35


def test_by_no_degrees_it_changes_nothing():
    assert torch.allclose(RandomTurn(max_degrees=0)(random(3, 2, 8, 6)), random(3, 2, 8, 6), atol=1e-5)
