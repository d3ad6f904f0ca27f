import pytest
import torch
from scipy import stats

from builder.modules.energy_distance import energy_distance, of_one_shape
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 2, 4), "target": random(3, 2, 4, seed=1)})


def test_on_a_line_it_is_the_square_of_what_scipy_gives():
    made, data = random(40, 1), 1.5 * random(60, 1, seed=1) + 0.4
    wanted = stats.energy_distance(made.flatten(), data.flatten()) ** 2
    assert energy_distance(made, data).item() == pytest.approx(wanted, rel=1e-4)


def test_in_the_plane_it_is_the_mean_over_all_pairs():
    made, data = random(5, 2), random(7, 2, seed=1) + 1

    def mean(some, others):
        return sum((a - b).norm().item() for a in some for b in others) / (len(some) * len(others))

    wanted = 2 * mean(made, data) - mean(made, made) - mean(data, data)
    assert energy_distance(made, data).item() == pytest.approx(wanted, rel=1e-5)


def test_it_is_0_of_the_same_and_grows_with_what_is_amiss():
    data = random(300, 2)
    assert energy_distance(data.flip(0), data).abs() < 1e-5
    far = [energy_distance(random(300, 2, seed=1) + shift, data).item() for shift in (0, 0.5, 1)]
    assert 0 < far[0] < 0.05 < far[1] < far[2]


def test_pictures_of_another_size_are_refused():
    with pytest.raises(ValueError, match="same shape"):
        of_one_shape(torch.zeros(3, 1, 8, 8), torch.zeros(3, 1, 4, 4))
