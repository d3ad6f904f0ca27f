import pytest
import torch

from builder.modules.abs_rel_error import abs_rel_error
from tests.builder.modules.example import Example, uniform

EXAMPLE = Example({"input": uniform(3, 4), "target": uniform(3, 4, seed=1)})


def test_it_is_the_mean_share_over_what_was_measured():
    said = torch.tensor([[1.0, 2.0], [3.0, 7.0]])
    right = torch.tensor([[2.0, 2.0], [4.0, 0.0]])
    assert abs_rel_error(said, right).item() == pytest.approx((1 / 2 + 0 + 1 / 4) / 3)


def test_where_nothing_was_measured_it_is_0():
    assert abs_rel_error(torch.ones(2, 2), torch.zeros(2, 2)) == 0
