import math

import pytest
import torch

from builder.modules.bits_per_dimension import are_scored, bits_per_dimension
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 4, 5), "target": torch.arange(15).view(3, 5) % 4})


def test_of_levels_it_is_the_logarithm_of_their_probability_to_the_base_2():
    scores, right = random(3, 4, 2, 2), torch.arange(12).view(3, 2, 2) % 4
    shares = scores.softmax(1).gather(1, right.unsqueeze(1))
    assert bits_per_dimension(scores, right).item() == pytest.approx(-shares.log2().mean().item(), rel=1e-5)
    assert bits_per_dimension(scores, right.fill_(-100)) == 0


def test_of_yes_and_no_too_in_whole_or_real_numbers():
    scores, right = random(3, 1, 4, 4), (random(3, 1, 4, 4, seed=1) > 0).float()
    shares = torch.where(right > 0, scores.sigmoid(), 1 - scores.sigmoid())
    for target in (right, right.long()):
        assert bits_per_dimension(scores, target).item() == pytest.approx(-shares.log2().mean().item(), rel=1e-5)


def test_sixteen_levels_that_look_alike_take_4_bits():
    assert bits_per_dimension(torch.zeros(2, 16, 3), torch.zeros(2, 3).long()).item() == pytest.approx(math.log2(16))


@pytest.mark.parametrize("target", [torch.zeros(2, 4).long(), torch.zeros(2, 3)])
def test_targets_that_are_not_one_for_each_value_are_refused(target):
    with pytest.raises(ValueError, match="one target for each value"):
        are_scored(torch.zeros(2, 16, 3), target)
