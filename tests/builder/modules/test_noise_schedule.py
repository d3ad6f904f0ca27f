import math

import pytest

from builder.modules.noise_schedule import noise_schedule


def test_the_cosine_schedule_is_the_formula_of_the_paper():
    levels = noise_schedule(200)

    def f(t):
        return math.cos((t / 200 + 0.008) / 1.008 * math.pi / 2) ** 2

    left = 1.0
    for t in range(200):
        beta = min(1 - f(t + 1) / f(t), 0.999)
        left *= 1 - beta
        assert levels[t].item() == pytest.approx(left, rel=1e-2, abs=1e-6)


def test_the_linear_schedule_is_that_of_ddpm_in_a_thousand_steps():
    levels, left = noise_schedule(1000, "linear"), 1.0
    for t in range(1000):
        left *= 1 - (1e-4 + (0.02 - 1e-4) * t / 999)
        assert levels[t].item() == pytest.approx(left, rel=1e-3)


@pytest.mark.parametrize("schedule", ["cosine", "linear"])
@pytest.mark.parametrize("steps", [10, 100, 1000])
def test_the_signal_falls_from_nearly_all_to_nearly_nothing(steps, schedule):
    levels = noise_schedule(steps, schedule)
    assert levels[0] > 0.9
    assert levels[-1] < 1e-3
    assert (levels.diff() < 0).all()


def test_an_unknown_schedule_is_refused():
    with pytest.raises(ValueError, match="cosine or linear"):
        noise_schedule(10, "quadratic")
