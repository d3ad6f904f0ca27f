import math

import pytest
import torch

from builder.modules.certainty import certainty
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(5, 3)}, {})


def test_a_judge_that_has_no_idea_is_as_sure_as_chance():
    assert certainty(torch.zeros(6, 4)).item() == pytest.approx(1 / 4)


def test_the_mean_is_over_samples_of_the_largest_probability():
    scores = torch.tensor([[0.0, math.log(3)], [math.log(9), 0.0]])
    assert certainty(scores).item() == pytest.approx((3 / 4 + 9 / 10) / 2)
