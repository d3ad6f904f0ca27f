"""HousePrices: the price follows from what is known of a house, and gaps are told apart from zeros."""

import torch

from builder.datasets.house_prices import house_prices, price_of


def test_without_gaps_and_noise_a_price_is_what_the_house_is_worth():
    for part in house_prices(missing=0, noise=0):
        assert part["known"].all()
        assert torch.equal(part["price"], price_of(part["numbers"], part["district"]))


def test_a_missing_number_is_0_and_said_to_be_missing():
    training, *_ = house_prices(samples=7_000, missing=0.3)
    assert training["known"].mean().allclose(torch.tensor(0.7), atol=0.02)
    assert (training["numbers"][training["known"] == 0] == 0).all()
    whole, *_ = house_prices(samples=7_000, missing=0)
    assert torch.equal(training["numbers"], whole["numbers"] * training["known"])


def test_old_houses_are_loved_again():
    ages = torch.tensor([0.0, 7, 12])
    numbers = torch.tensor([1.0, 3, 0, 1, 1]).repeat(3, 1).index_put((torch.arange(3), torch.tensor(2)), ages)
    new, seventy, old = price_of(numbers, torch.zeros(3, dtype=torch.int64))[:, 0].tolist()
    assert seventy < old < new
