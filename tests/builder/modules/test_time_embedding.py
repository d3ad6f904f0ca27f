import math

import pytest
import torch

from builder.modules.time_embedding import TimeEmbedding
from tests.builder.modules.example import Example

EXAMPLE = Example({"input": torch.tensor([3.0, 50.0, 7.0])}, {"dim": 8})


def test_each_value_is_the_cosine_or_sine_of_the_time_at_a_falling_speed():
    embedding = TimeEmbedding(8, max_period=100.0)(torch.tensor([0, 3, 50]))
    for row, time in zip(embedding, (0, 3, 50), strict=True):
        for i in range(4):
            angle = time * 100 ** (-i / 4)
            assert row[i].item() == pytest.approx(math.cos(angle), abs=1e-5)
            assert row[4 + i].item() == pytest.approx(math.sin(angle), abs=1e-5)


def test_times_may_come_as_a_column():
    times = torch.tensor([1.0, 2.5])
    assert torch.equal(TimeEmbedding(6)(times), TimeEmbedding(6)(times.unsqueeze(-1)))
