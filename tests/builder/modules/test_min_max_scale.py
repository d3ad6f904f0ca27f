import torch

from builder.modules.min_max_scale import MinMaxScale
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 2, 8)}, {}, {"num_features": 2})


def fitted(values):
    layer = MinMaxScale(values.shape[1])
    layer.fit(values)
    return layer


def test_each_channel_goes_from_zero_to_one():
    pictures = 7 * random(200, 2, 4, 3) - 2
    made = fitted(pictures)(pictures)
    assert torch.allclose(made.amin((0, 2, 3)), torch.zeros(2), atol=1e-6)
    assert torch.allclose(made.amax((0, 2, 3)), torch.ones(2), atol=1e-6)


def test_a_feature_that_never_changes_becomes_zero():
    assert torch.equal(fitted(torch.full((9, 1), 0.1))(torch.full((9, 1), 0.1)), torch.zeros(9, 1))


def test_the_inverse_gives_back_what_came_in():
    values = 5 + 3 * random(100, 4)
    layer = fitted(values)
    assert torch.allclose(layer.inverse(layer(values)), values, atol=1e-5)
