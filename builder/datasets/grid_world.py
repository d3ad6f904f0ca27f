"""GridWorldStarts: the cells of a small world in which one may begin."""

import torch

from builder.datasets.parts.division import divided
from builder.datasets.parts.params import SEED, samples_param
from builder.games.grid_world import GAME, GridWorld
from builder.kinds.dataset import DataField, Dataset, Parts


def grid_world(samples: int = 448, seed: int = 0) -> Parts:
    """Cells drawn among the nine that are free; those of one part are in no other.

    The four of the training part (4, 8, 9, 11) lie furthest from the ends: who begins there comes through those of
    validation (0, 10) and test (1, 2, 6). So each cell is learned, and no measured walk is one that was begun.

    Shape: state (N, 12), 1 at the cell where one is.
    """
    state = GridWorld.start(samples, torch.Generator().manual_seed(seed))
    place = torch.searchsorted(torch.tensor(GridWorld.free), state.argmax(1))
    return divided({"state": state}, torch.tensor([1, 2, 2, 0, 2, 0, 0, 1, 0])[place])


DATASET = Dataset(
    grid_world,
    type_name="GridWorldStarts",
    summary="Twelve cells with a wall, a good end and a bad one: where one may begin.",
    fields=(
        DataField(
            "state",
            (12,),
            between=(0, 1),
            columns=GAME.columns,
            game=GAME.key,
            help="1 at the cell where one is, by rows from the top.",
        ),
    ),
    params=(samples_param(448), SEED),
)
