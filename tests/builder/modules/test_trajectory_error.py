import pytest

from builder.modules.trajectory_error import trajectory_error
from tests.builder.modules.example import Example, random

EXAMPLE = Example({"input": random(3, 4, 2), "target": random(3, 4, 2, seed=1)})


def test_it_is_the_root_of_the_mean_squared_distance():
    said, right = random(3, 4, 2), random(3, 4, 2, seed=1)
    squares = [(said[n, t] - right[n, t]).norm().item() ** 2 for n in range(3) for t in range(4)]
    assert trajectory_error(said, right).item() == pytest.approx((sum(squares) / 12) ** 0.5, rel=1e-5)
    assert trajectory_error(said, said) == 0
