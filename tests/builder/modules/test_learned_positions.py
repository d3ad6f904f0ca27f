import pytest
import torch
from torch import nn

from builder.modules.learned_positions import LearnedPositions
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 5, 6)}, {"max_len": 5}, {"d_model": 6})


def test_it_is_an_embedding_of_the_places():
    layer, x = LearnedPositions(9, 4), random(2, 5, 4)
    table = nn.Embedding.from_pretrained(layer.weight.detach())
    assert torch.equal(layer(x), x + table(torch.arange(5)))


def test_a_sequence_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="longer than max_len=4"):
        LearnedPositions(4, 2)(torch.zeros(1, 5, 2))
