import pytest
import torch

from builder.modules.prediction_horizon import prediction_horizon
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 4, 2), "target": random(3, 4, 2, seed=1)})


def test_it_counts_the_steps_before_a_path_is_lost_for_the_first_time():
    right = torch.zeros(3, 4, 2)
    said = right.clone()
    said[0, 2] = torch.tensor([0.3, 0.4])  # 0.5 away, which is not lost
    said[1, 1:] = 1  # lost from the second step on
    said[2, 0, 0] = 9  # back again after the first step
    assert prediction_horizon(said, right).item() == pytest.approx((4 + 1 + 0) / 3)
    assert prediction_horizon(said, right, tolerance=2).item() == pytest.approx((4 + 4 + 0) / 3)
