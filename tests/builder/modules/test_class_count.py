import torch
from torch.nn import functional as F

from builder.modules.class_count import class_count
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(5, 3)}, {"share": 0.1})


def scores(*chosen):
    return 5 * F.one_hot(torch.tensor(chosen), 4).float()


def test_a_class_counts_from_the_share_on_that_is_asked_for():
    made = scores(0, 0, 0, 0, 0, 0, 1, 1, 1, 3)
    assert class_count(made, share=0.1) == 3
    assert class_count(made, share=0.11) == 2
    assert class_count(made, share=0.31) == 1


def test_a_class_without_samples_never_counts():
    assert class_count(scores(2, 2), share=0.0) == 1
