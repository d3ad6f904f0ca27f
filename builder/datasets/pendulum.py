"""Pendulum: swings of a pendulum, far enough to be no plain waves, worked out on the spot from a fixed seed.

Reference: Huygens, "Horologium Oscillatorium", 1673, for the law.
"""

import torch
from torch import Tensor

from builder.datasets.parts.division import by_number, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def pendulum(samples: int = 1_120, seed: int = 0) -> Parts:
    """Swings of 6 time units that begin anywhere, and from each one moment with what comes half a unit later.

    Angle a and velocity v follow da/dt = v and dv/dt = -2 sin a - 0.1 v. The sine is what makes wide swings slower
    than small ones: no matrix says this law. A swing is never in two parts.

    Shape: now (N, 2), later (N, 2), swing (N, 13, 2), from 0 to 6 in steps of 0.5. Units: radians, and radians per
    time unit.
    """
    random = torch.Generator().manual_seed(seed)
    state = torch.tensor([2.0, 1.2]) * (2 * torch.rand(samples, 2, generator=random) - 1)
    states = [state]
    for _ in range(12):
        for _ in range(20):
            state = after(state, 0.5 / 20)
        states.append(state)
    swing = torch.stack(states, dim=1)
    row, moment = torch.arange(samples), torch.randint(0, 12, (samples,), generator=random)
    whole = {"now": swing[row, moment], "later": swing[row, moment + 1], "swing": swing}
    return divided(whole, by_number(samples))


def after(state: Tensor, h: float) -> Tensor:
    """The state after a short time, by a step of the Runge-Kutta method. Shape: (N, 2) -> (N, 2)."""

    def law(state: Tensor) -> Tensor:
        angle, velocity = state.unbind(dim=1)
        return torch.stack([velocity, -2 * angle.sin() - 0.1 * velocity], dim=1)

    k1 = law(state)
    k2 = law(state + h / 2 * k1)
    k3 = law(state + h / 2 * k2)
    k4 = law(state + h * k3)
    return state + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


COLUMNS = ("angle", "velocity")

DATASET = Dataset(
    pendulum,
    type_name="Pendulum",
    summary="A pendulum that swings wide: where it is, where a little later, and whole swings to foretell.",
    fields=(
        DataField("now", (2,), columns=COLUMNS, help="Angle and velocity at some moment."),
        DataField("later", (2,), columns=COLUMNS, help="Both, half a time unit later."),
        DataField("swing", (13, 2), columns=COLUMNS, time_axis=0, help="Both at 0, 0.5, 1 and so on up to 6."),
    ),
    params=(samples_param(1_120), SEED),
)
