import torch

from builder.modules.standardize import Standardize
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 2, 8)}, {}, {"num_features": 2})


def fitted(values):
    layer = Standardize(values.shape[1])
    layer.fit(values)
    return layer


def test_each_feature_comes_to_mean_zero_and_deviation_one():
    values = 5 + random(10_000, 3) * torch.tensor([0.1, 1.0, 30.0])
    made = fitted(values)(values).double()
    assert torch.allclose(made.mean(0), torch.zeros(3, dtype=torch.double), atol=1e-5)
    assert torch.allclose(made.std(0, correction=0), torch.ones(3, dtype=torch.double), atol=1e-5)


def test_it_counts_as_torch_does_over_all_places_of_a_channel():
    pictures = 3 * random(5_000, 2, 4, 3) + 1
    layer = fitted(pictures)
    assert torch.allclose(layer.mean, pictures.double().mean((0, 2, 3)).float(), atol=1e-6)
    assert torch.allclose(layer.std, pictures.double().std((0, 2, 3), correction=0).float(), atol=1e-6)


def test_a_feature_that_never_changes_is_divided_by_one():
    values = torch.cat([random(9_000, 1), torch.full((9_000, 1), 0.1)], 1)
    layer = fitted(values)
    assert layer.std[1] == 1
    assert layer(values)[:, 1].abs().max() < 1e-6


def test_a_large_offset_takes_no_digits_away():
    values = 1e6 + random(2_000, 1)
    assert torch.allclose(fitted(values).std, values.double().std(0, correction=0).float(), rtol=1e-6)


def test_the_inverse_gives_back_what_came_in():
    values = 5 + 3 * random(100, 4)
    layer = fitted(values)
    assert torch.allclose(layer.inverse(layer(values)), values, atol=1e-5)


def test_it_stays_as_it_is_before_it_is_fitted():
    assert torch.equal(Standardize(2)(random(3, 2)), random(3, 2))
