import torch

from builder.modules.relative_positions import RelativePositions
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 5, 5, 6)}, {"max_distance": 2}, {"d_model": 6})


def test_each_two_hear_how_far_one_comes_after_the_other():
    layer, x = RelativePositions(4, 3), random(2, 5, 5, 3)
    told = layer(x) - x
    for i in range(5):
        for j in range(5):
            assert torch.allclose(told[:, i, j], layer.weight[i - j + 4], atol=1e-6)


def test_farther_than_the_greatest_distance_is_as_far():
    told = RelativePositions(2, 3)(torch.zeros(1, 6, 6, 3))[0]
    assert torch.equal(told[0, 2], told[0, 5])
    assert torch.equal(told[2, 0], told[5, 0])
    assert not torch.equal(told[0, 1], told[0, 2])
    assert not torch.equal(told[0, 2], told[2, 0])
