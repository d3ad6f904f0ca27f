import torch

from builder.modules.high_quality_share import high_quality_share
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 2), "target": random(3, 2, seed=1), "labels": torch.tensor([0, 1, 0])})


def test_what_lies_between_clouds_is_not_good():
    data, labels = torch.tensor([[0.0], [0.2], [4.0], [4.2]]), torch.tensor([0, 0, 1, 1])
    assert high_quality_share(torch.tensor([[0.1], [2.1], [4.1], [3.0]]), data, labels) == 0.5
