import torch

from builder.modules.random_noise import RandomNoise
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 5)}, {"std": 0.2})


def test_the_noise_is_as_strong_as_was_asked_for_and_around_zero():
    torch.manual_seed(0)
    noise = RandomNoise(std=0.25)(torch.full((400, 500), 3.0)) - 3
    assert abs(noise.mean()) < 0.005
    assert abs(noise.std() - 0.25) < 0.005
