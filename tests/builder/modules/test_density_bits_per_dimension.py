import math

import pytest
import torch

from builder.modules.density_bits_per_dimension import density_bits_per_dimension, of_each
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3), "sample": random(3, 2, 4)}, {"levels": 16})


def test_even_density_over_0_to_1_takes_the_bits_of_the_levels():
    even = torch.zeros(3)  # a density of 1 everywhere
    assert density_bits_per_dimension(even, random(3, 5), levels=256).item() == pytest.approx(8)
    assert density_bits_per_dimension(even, random(3, 5)) == 0


def test_a_density_that_is_twice_as_high_in_each_of_three_values_takes_a_bit_less():
    twice = torch.full((4,), 3 * math.log(2))
    assert density_bits_per_dimension(twice, random(4, 3), levels=4).item() == pytest.approx(2 - 1)


def test_one_likelihood_for_each_value_is_refused():
    with pytest.raises(ValueError, match="for each sample"):
        of_each(random(3, 2), random(3, 2))
