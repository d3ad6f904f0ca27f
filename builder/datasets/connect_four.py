"""ConnectFour: positions of the game, with what perfect play makes of them."""

from builder.datasets.parts.params import SEED, samples_param
from builder.datasets.parts.positions import positions_of
from builder.games.connect_four import GAME, ConnectFour
from builder.kinds.dataset import DataField, Dataset, Parts


def connect_four(samples: int = 10000, seed: int = 0) -> Parts:
    """Positions that can be reached, and what perfect play makes of each; mirror images lie in the same part.
    Shape: position (N, 2, 4, 4), best (N, 4), worth (N,). Units: worth is 1 where who moves can force a win.
    """
    return positions_of(ConnectFour, samples, seed, turned=False)


DATASET = Dataset(
    connect_four,
    type_name="ConnectFour",
    summary="Positions of connect four, and which moves are best in them.",
    fields=(
        DataField(
            "position",
            (2, 4, 4),
            between=(0, 1),
            game=GAME.key,
            help="The stones of who moves, then those of the other: 1 where one lies.",
        ),
        DataField(
            "best",
            (4,),
            between=(0, 1),
            is_set=True,
            columns=tuple(f"column {number}" for number in range(1, 5)),
            help="1 for each move that is as good as any.",
        ),
        DataField("worth", (), between=(-1, 1), help="What who moves can force: 1 a win, 0 a draw, -1 only a loss."),
    ),
    params=(samples_param(10000), SEED),
)
