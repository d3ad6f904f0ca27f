"""SelfPlay: positions of games that a network played against itself, made while it trains.

Reference: Silver et al., "Mastering Chess and Shogi by Self-Play with a General Reinforcement Learning Algorithm",
2017.
"""

from builder.checker.playing import Player, Rules, of_sample, seen_in
from builder.checker.propagation import Flow
from builder.games.parts.self_play import SelfPlay
from builder.kinds.game import Board
from builder.kinds.layer import Params
from builder.kinds.spec import Param, Port
from builder.layers.parts.searching import SIMULATIONS, searches
from builder.registry.games import GAMES


def _flows(game: Rules, params: Params, start: Flow) -> tuple[tuple[str, Flow], ...]:
    assert isinstance(game, Board)
    shapes = {"position": seen_in(game), "policy": (game.rules.moves,), "outcome": (1,)}
    return tuple((port, of_sample(shape, start)) for port, shape in shapes.items())


LAYER = Player(
    SelfPlay,
    category="Play",
    summary="Lets a network play against itself while it trains, and gives the positions, the moves and what came of "
    "them.",
    docs="Once in so many batches it plays a game from each position that comes in, and keeps the last so many "
    "positions; each batch is drawn from these. The policy is what the search found or, without one, what the network "
    "itself said, with noise.\n\nShape:\n    - start: (N, 2, rows, columns)\n    - position: (N, 2, rows, columns), as "
    "seen by who moves\n    - policy: (N, moves), how likely each move should be\n    - outcome: (N, 1), 1 where who "
    "moves has won in the end, -1 where they have lost",
    offered=GAMES,
    starts="tic-tac-toe",
    choice="game",
    input=Port(name="start", accepts=("tensor", "image"), help="Positions from which games begin; as many come out."),
    outputs=(
        Port(name="position", help="Positions that were played, as seen by who moves."),
        Port(name="policy", help="How likely each move should be."),
        Port(name="outcome", help="1 where who moves has won in the end, -1 where they have lost, 0 for a draw."),
    ),
    flows=_flows,
    needs_value=searches,
    params=(
        SIMULATIONS.model_copy(update={"default": 25}),
        Param(
            name="every", kind="int", default=60, minimum=1, maximum=1_000_000, help="Plays once in so many batches."
        ),
        Param(name="keep", kind="int", default=8000, minimum=1, maximum=50_000, help="How many positions are kept."),
        Param(
            name="explores",
            kind="int",
            default=4,
            minimum=0,
            maximum=1000,
            help="So many first moves are drawn as likely as the policy makes them; then the likeliest is made.",
        ),
        Param(
            name="temperature",
            kind="float",
            default=1.0,
            minimum=0.1,
            maximum=100,
            help="How freely those are drawn: less than 1 keeps closer to the likeliest, more tries others.",
        ),
        Param(
            name="noise",
            kind="float",
            default=0.25,
            minimum=0,
            maximum=1,
            help="The part of chance in what the network likes of the next moves, so that games differ.",
        ),
        Param(
            name="spread",
            kind="float",
            default=0.6,
            minimum=0.01,
            maximum=100,
            help="How evenly the noise is spread over the moves (of the Dirichlet distribution): less favours few.",
        ),
        Param(
            name="empty",
            kind="float",
            default=0.5,
            minimum=0,
            maximum=1,
            help="The share of games that begin on the empty board; the others begin at the positions that come in.",
        ),
    ),
)
