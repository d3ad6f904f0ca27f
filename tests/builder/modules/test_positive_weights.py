import pytest
import torch

from builder.modules.positive_weights import PositiveWeights
from tests.builder.modules.example import Example

EXAMPLE = Example({"target": torch.tensor([[0.0, 1.0], [1.0, 1.0]])}, {}, {"num_questions": 2})


def test_a_yes_counts_as_often_as_there_is_a_no_for_it():
    layer = PositiveWeights(2)
    layer.fit(torch.tensor([[0.0, 1.0], [0.0, 1.0], [0.0, 0.0], [1.0, 1.0]]))
    assert layer.pos_weight.tolist() == pytest.approx([3, 1 / 3])


def test_a_question_that_is_always_denied_keeps_a_finite_weight():
    layer = PositiveWeights(1)
    layer.fit(torch.zeros(5, 1))
    assert layer.pos_weight.tolist() == [5]


def test_typed_weights_stay_whatever_is_counted():
    layer = PositiveWeights(1, "7")
    layer.fit(torch.zeros(5, 1))
    assert layer.pos_weight.tolist() == [7]
