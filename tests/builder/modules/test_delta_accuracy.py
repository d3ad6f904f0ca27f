import pytest
import torch

from builder.modules.delta_accuracy import delta_accuracy
from tests.builder.modules.example import Example, uniform

EXAMPLE = Example({"input": uniform(3, 4), "target": uniform(3, 4, seed=1)})


def test_too_far_and_too_near_count_alike():
    right = torch.full((6,), 4.0)
    said = torch.tensor([4.9, 3.3, 5.1, 3.1, -4.0, 0.0])
    assert delta_accuracy(said, right).item() == pytest.approx(2 / 6)
    assert delta_accuracy(said, right, threshold=1.5625).item() == pytest.approx(4 / 6)


def test_what_was_not_measured_does_not_count():
    right = torch.tensor([4.0, 0.0, -1.0])
    assert delta_accuracy(torch.full((3,), 4.0), right) == 1
    assert delta_accuracy(torch.ones(3), 0 * right) == 0
