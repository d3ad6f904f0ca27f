import math

import pytest
import torch

from builder.modules.negative_log_likelihood import negative_log_likelihood
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3)})


def test_a_fair_die_takes_log_6_nats_and_two_of_them_twice_as_many():
    die = torch.full((5,), 1 / 6).log()
    assert negative_log_likelihood(die).item() == pytest.approx(math.log(6))
    assert negative_log_likelihood(die.view(5, 1).expand(5, 2)).item() == pytest.approx(2 * math.log(6))


def test_a_normal_sample_takes_its_entropy():
    sample = random(20_000)
    told = torch.distributions.Normal(0, 1).log_prob(sample)
    assert negative_log_likelihood(told).item() == pytest.approx(0.5 * math.log(2 * math.pi * math.e), abs=0.02)
