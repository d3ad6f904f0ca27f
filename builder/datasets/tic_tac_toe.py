"""TicTacToe: positions of the game, with what perfect play makes of them."""

from builder.datasets.parts.params import SEED, samples_param
from builder.datasets.parts.positions import positions_of
from builder.games.tic_tac_toe import GAME, TicTacToe
from builder.kinds.dataset import DataField, Dataset, Parts


def tic_tac_toe(samples: int = 4520, seed: int = 0) -> Parts:
    """Positions that can be reached, and what perfect play makes of each; mirror images lie in the same part.
    Shape: position (N, 2, 3, 3), best (N, 9), worth (N,). Units: worth is 1 where who moves can force a win.
    """
    return positions_of(TicTacToe, samples, seed, turned=True)


DATASET = Dataset(
    tic_tac_toe,
    type_name="TicTacToe",
    summary="Positions of tic-tac-toe, and which moves are best in them.",
    fields=(
        DataField(
            "position",
            (2, 3, 3),
            between=(0, 1),
            game=GAME.key,
            help="The stones of who moves, then those of the other: 1 where one lies.",
        ),
        DataField(
            "best",
            (9,),
            between=(0, 1),
            is_set=True,
            columns=tuple(f"cell {number}" for number in range(1, 10)),
            help="1 for each move that is as good as any.",
        ),
        DataField("worth", (), between=(-1, 1), help="What who moves can force: 1 a win, 0 a draw, -1 only a loss."),
    ),
    params=(samples_param(4520), SEED),
)
