import math

import pytest
import torch

from builder.modules.sinusoidal_positions import SinusoidalPositions
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 5, 6)}, {}, {"d_model": 6})


def test_each_value_is_the_sine_or_cosine_of_the_paper():
    waves = SinusoidalPositions(6)(torch.zeros(1, 50, 6))[0]
    for t in range(50):
        for i in range(3):
            angle = t / 10_000 ** (2 * i / 6)
            assert waves[t, 2 * i].item() == pytest.approx(math.sin(angle), abs=1e-5)
            assert waves[t, 2 * i + 1].item() == pytest.approx(math.cos(angle), abs=1e-5)


def test_it_adds_to_what_comes_in():
    layer, x = SinusoidalPositions(6), random(2, 5, 6)
    assert torch.equal(layer(x), x + layer(torch.zeros(1, 5, 6)))
