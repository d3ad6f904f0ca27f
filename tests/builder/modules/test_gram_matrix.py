import torch

from builder.modules.gram_matrix import gram_matrix
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 2, 4, 5)})


def test_it_is_the_mean_product_of_each_two_channels():
    given = random(3, 2, 4, 5)
    expected = (given.unsqueeze(1) * given.unsqueeze(2)).mean(dim=(3, 4))
    assert torch.allclose(gram_matrix(given, with_means=False), expected)
    told = gram_matrix(given)
    assert torch.allclose(told[:, :2, :2], expected)
    assert torch.allclose(told[:, 2, :2], given.mean(dim=(2, 3)))


def test_where_things_are_does_not_matter():
    given = random(3, 2, 4, 5)
    moved = given.flatten(2)[:, :, torch.randperm(20)].view_as(given)
    assert torch.allclose(gram_matrix(moved), gram_matrix(given))
