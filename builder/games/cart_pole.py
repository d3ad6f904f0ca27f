"""CartPole: a pole on a cart, kept upright by pushing the cart to the left or to the right.

Reference: Barto, Sutton and Anderson, "Neuronlike Adaptive Elements That Can Solve Difficult Learning Control
Problems", 1983.
"""

from __future__ import annotations

import torch
from torch import Tensor

from builder.kinds.game import Place, World


class CartPole(World):
    """A pole of one metre on a cart that is pushed by 10 N at each step of 20 ms; every step that it stands earns 1.

    An observation is the cart's place (m) and speed (m/s), the pole's angle (rad) and how fast it turns (rad/s). It is
    over when the cart is more than 2.4 m away or the pole more than 12 degrees from upright.
    """

    numbers, actions, longest = 4, 2, 500

    @classmethod
    def start(cls, many: int, chance: torch.Generator | None = None) -> Tensor:
        return torch.rand(many, 4, generator=chance) * 0.1 - 0.05

    @classmethod
    def after(cls, state: Tensor, action: Tensor) -> Tensor:
        gravity, cart, pole, half, step = 9.8, 1.0, 0.1, 0.5, 0.02
        place, speed, angle, turning = state.unbind(1)
        force = action * 20.0 - 10.0
        sine, cosine = angle.sin(), angle.cos()
        push = (force + pole * half * turning**2 * sine) / (cart + pole)
        bend = (gravity * sine - cosine * push) / (half * (4 / 3 - pole * cosine**2 / (cart + pole)))
        drive = push - pole * half * bend * cosine / (cart + pole)
        moved = place + step * speed, speed + step * drive, angle + step * turning, turning + step * bend
        return torch.stack(moved, 1)

    @classmethod
    def reward(cls, state: Tensor) -> Tensor:
        return torch.ones(len(state), device=state.device)

    @classmethod
    def is_over(cls, state: Tensor) -> Tensor:
        return (state[:, 0].abs() > 2.4) | (state[:, 2].abs() > 0.20944)


GAME = Place(
    key="cart-pole",
    title="CartPole",
    summary="A pole on a cart, kept upright by pushes to the left and to the right.",
    rules=CartPole,
    actions=("left", "right"),
    columns=("place", "speed", "angle", "turning"),
)
