"""StretchedCloud: its first principal component is the direction asked for."""

import math

import pytest
import torch

from builder.datasets.stretched_cloud import stretched_cloud


@pytest.mark.parametrize("angle", [0, 30, -75])
def test_the_first_principal_component_points_the_way_asked_for(angle):
    training, *_ = stretched_cloud(angle=angle, stretch=4)
    variances, directions = torch.linalg.eigh(training["point"].T.cov())
    wanted = torch.tensor([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
    assert abs(directions[:, 1] @ wanted) > 0.999
    assert (variances[1] / variances[0]).sqrt() == pytest.approx(4, rel=0.1)
