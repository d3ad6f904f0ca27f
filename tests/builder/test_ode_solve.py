"""The solver of ODESolve, against scipy's."""

import math

import numpy as np
import pytest
import torch
from scipy.integrate import solve_ivp
from torch import nn

from builder.layers.ode_solve import ODESolve


class Pendulum(nn.Module):
    """dx/dt = v, dv/dt = -sin x - v / 10."""

    def forward(self, state):
        x, v = state.unbind(-1)
        return torch.stack([v, -x.sin() - 0.1 * v], dim=-1)


class Decay(nn.Module):
    """dy/dt = rate y, whose solution is y exp(rate t)."""

    def __init__(self):
        super().__init__()
        self.rate = nn.Parameter(torch.tensor(-0.7, dtype=torch.double))

    def forward(self, y):
        return self.rate * y


@pytest.mark.parametrize(("method", "order"), [("euler", 1), ("midpoint", 2), ("rk4", 4)])
def test_its_error_falls_as_the_order_of_its_method_says(method, order):
    start = torch.tensor([1.0, 0.5], dtype=torch.double)
    slope = Pendulum()
    true = solve_ivp(lambda t, y: slope(torch.tensor(y)).numpy(), (0, 2.5), start.numpy(), rtol=1e-12, atol=1e-12)
    errors = [
        np.abs(ODESolve(slope, t1=2.5, steps=steps, method=method)(start).numpy() - true.y[:, -1]).max()
        for steps in (40, 80)
    ]
    assert math.log2(errors[0] / errors[1]) == pytest.approx(order, abs=0.2)


def test_gradients_reach_the_start_and_the_weights():
    slope, start = Decay(), torch.tensor([2.0], dtype=torch.double, requires_grad=True)
    ODESolve(slope, t1=1.5, steps=100, method="rk4")(start).sum().backward()
    assert start.grad.item() == pytest.approx(math.exp(-0.7 * 1.5))
    assert slope.rate.grad.item() == pytest.approx(2 * 1.5 * math.exp(-0.7 * 1.5))
