import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter

from builder.modules.ssim import ssim
from tests.builder.modules.example import Example, uniform

EXAMPLE = Example({"input": uniform(3, 2, 12, 8), "target": uniform(3, 2, 12, 8, seed=1)})


def similarity(one, other, data_range, radius):
    """SSIM of two pictures, by filters of scipy, without what lies less than a radius from the edge."""

    def weighed(values):
        return gaussian_filter(values, 1.5, radius=radius)[radius:-radius, radius:-radius]

    mean, mean_other = weighed(one), weighed(other)
    variance, variance_other = weighed(one**2) - mean**2, weighed(other**2) - mean_other**2
    both = weighed(one * other) - mean * mean_other
    c1, c2 = (0.01 * data_range) ** 2, (0.03 * data_range) ** 2
    return np.mean(
        (2 * mean * mean_other + c1)
        / (mean**2 + mean_other**2 + c1)
        * (2 * both + c2)
        / (variance + variance_other + c2)
    )


@pytest.mark.parametrize(("side", "radius"), [(20, 5), (11, 5), (9, 4), (8, 3)])
def test_it_is_what_filters_of_scipy_give(side, radius):
    right = uniform(3, 2, side, side)
    said = (right + 0.3 * uniform(3, 2, side, side, seed=1)).clamp(max=1)
    pairs = zip(said.flatten(0, 1).double().numpy(), right.flatten(0, 1).double().numpy(), strict=True)
    wanted = np.mean([similarity(*pair, 1.0, radius) for pair in pairs])
    assert 0.2 < wanted < 0.95
    assert ssim(said, right).item() == pytest.approx(wanted, abs=1e-6)


def test_a_picture_of_one_pixel_has_a_figure():
    assert ssim(torch.ones(1, 1, 1, 1), torch.ones(1, 1, 1, 1)) == 1
    assert ssim(torch.zeros(1, 1, 1, 2), torch.ones(1, 1, 1, 2)) < 0.001
