import math

import numpy as np
import pytest
import torch
from scipy.integrate import solve_ivp
from torch import nn

from builder.modules.odeint import odeint


def spiral(t, y):
    """Depends on time and on the state."""
    x, v = y.unbind(-1)
    return torch.stack([v, -x - 0.1 * v + math.sin(t)], dim=-1)


@pytest.mark.parametrize(("method", "order"), [("euler", 1), ("midpoint", 2), ("rk4", 4)])
def test_its_error_falls_as_its_order_says(method, order):
    y0 = torch.tensor([1.0, 0.0], dtype=torch.double)
    true = solve_ivp(lambda t, y: spiral(t, torch.tensor(y)).numpy(), (0.5, 3.0), y0.numpy(), rtol=1e-12, atol=1e-12).y[
        :, -1
    ]
    coarse, fine = (np.abs(odeint(spiral, y0, 0.5, 3.0, steps, method).numpy() - true).max() for steps in (40, 80))
    assert math.log2(coarse / fine) == pytest.approx(order, abs=0.15)


def test_it_goes_back_where_it_came_from():
    y0 = torch.tensor([[1.0, 0.0], [0.3, -2.0]])
    there = odeint(spiral, y0, 0.0, 2.0, 50)
    assert torch.allclose(odeint(spiral, there, 2.0, 0.0, 50), y0, atol=1e-5)


def test_gradients_reach_the_start_and_the_weights():
    class Slope(nn.Module):
        def __init__(self):
            super().__init__()
            self.rate = nn.Parameter(torch.tensor(-0.7, dtype=torch.double))

        def forward(self, t, y):
            return self.rate * y

    slope, y0 = Slope(), torch.tensor([2.0], dtype=torch.double, requires_grad=True)
    odeint(slope, y0, 0.0, 1.5, 100).sum().backward()
    assert y0.grad.item() == pytest.approx(math.exp(-0.7 * 1.5))
    assert slope.rate.grad.item() == pytest.approx(2 * 1.5 * math.exp(-0.7 * 1.5))


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="euler, midpoint or rk4"):
        odeint(spiral, torch.zeros(2), 0.0, 1.0, 1, "leapfrog")
