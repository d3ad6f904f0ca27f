"""Solves ordinary differential equations."""

from torch import Tensor, nn


def odeint(f: nn.Module, y0: Tensor, t0: float, t1: float, steps: int, method: str = "rk4") -> Tensor:
    """Follows dy/dt = f(t, y) from one time to another in equal steps, so that gradients pass through.

    Args:
        f: what y changes by: called with the time, a number, and the state, it gives the state's slope.
        y0: the state at the first time.
        t0: the first time.
        t1: the last time; it may lie before the first.
        steps: how many steps are made.
        method: "euler" (1 call of f per step, error falls with the step's size), "midpoint" (2 calls,
            with its square) or "rk4" (4 calls, with its fourth power).

    Shape:
        - y0: any shape
        - output: the same shape, the state at the last time

    Raises:
        ValueError: method is none of these.

    Reference:
        Chen et al., "Neural Ordinary Differential Equations", 2018.

    Example:
        >>> odeint(lambda t, y: -y, torch.ones(1), 0.0, 1.0, steps=10)
        tensor([0.3679])
    """
    if method not in ("euler", "midpoint", "rk4"):
        raise ValueError(f"method must be euler, midpoint or rk4, got {method!r}")
    y, dt = y0, (t1 - t0) / steps
    for step in range(steps):
        t = t0 + step * dt
        k1 = f(t, y)
        if method == "euler":
            y = y + dt * k1
            continue
        k2 = f(t + dt / 2, y + dt / 2 * k1)
        if method == "midpoint":
            y = y + dt * k2
            continue
        k3 = f(t + dt / 2, y + dt / 2 * k2)
        k4 = f(t + dt, y + dt * k3)
        y = y + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return y


LAYER = None  # what it solves is a block, so a node that holds a block prints it
