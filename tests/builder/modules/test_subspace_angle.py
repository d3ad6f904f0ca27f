import math

import pytest
import sklearn.decomposition
import torch
from scipy.linalg import subspace_angles

from builder.modules.subspace_angle import of_as_many, subspace_angle
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(8, 2), "target": random(8, 4, seed=1)})


def test_codes_of_any_weights_are_at_the_angle_that_scipy_gives_of_these_and_of_pca():
    data = random(200, 5) @ random(5, 5, seed=1) + 3
    weight = random(5, 2, seed=3)
    parts = sklearn.decomposition.PCA(2).fit(data.numpy()).components_.T
    wanted = math.degrees(subspace_angles(weight.double().numpy(), parts)[0])
    assert 5 < wanted < 85
    assert subspace_angle(data @ weight + 7, data).item() == pytest.approx(wanted, abs=0.01)


def test_principal_components_mixed_and_stretched_are_at_no_angle():
    data = random(100, 4) * torch.tensor([9.0, 3.0, 1.0, 0.1])
    codes = torch.tensor(sklearn.decomposition.PCA(2).fit_transform(data.numpy()))
    assert subspace_angle(codes @ random(2, 2), data) < 0.01


def test_fewer_directions_than_codes_are_at_90_degrees():
    data = random(50, 3)
    assert subspace_angle(data[:, :1].expand(-1, 2), data) == 90
    assert subspace_angle(torch.zeros(50, 1), data) == 90
    assert subspace_angle(random(50, 5), data).item() == pytest.approx(0, abs=0.01)  # all of the space


def test_codes_of_other_samples_are_refused():
    with pytest.raises(ValueError, match="needs a code"):
        of_as_many(random(3, 1), random(4, 2))
