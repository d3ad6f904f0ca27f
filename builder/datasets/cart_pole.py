"""CartPoleStarts: states in which a pole on a cart begins to fall."""

import torch

from builder.datasets.parts.division import by_number, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.games.cart_pole import GAME, CartPole
from builder.kinds.dataset import DataField, Dataset, Parts


def cart_pole(samples: int = 672, seed: int = 0) -> Parts:
    """Almost upright: each of the four numbers is between -0.05 and 0.05.
    Shape: state (N, 4). Units: metre, metre per second, radian, radian per second.
    """
    state = CartPole.start(samples, torch.Generator().manual_seed(seed))
    return divided({"state": state}, by_number(samples))


DATASET = Dataset(
    cart_pole,
    type_name="CartPoleStarts",
    summary="A pole on a cart, almost upright: states in which it begins to fall.",
    fields=(
        DataField(
            "state",
            (4,),
            columns=GAME.columns,
            game=GAME.key,
            help="The cart's place (m) and speed (m/s), the pole's angle (rad) and how fast it turns (rad/s).",
        ),
    ),
    params=(samples_param(672), SEED),
)
