"""TreeSearch: what a network says of a position after it has looked ahead.

Reference: Silver et al., "Mastering Chess and Shogi by Self-Play with a General Reinforcement Learning Algorithm",
2017.
"""

from builder.checker.playing import Player, Rules, of_sample
from builder.checker.propagation import Flow
from builder.games.parts.tree_search import TreeSearch
from builder.kinds.game import Board
from builder.kinds.layer import Params
from builder.kinds.spec import Param, Port
from builder.layers.parts.searching import SIMULATIONS
from builder.registry.games import GAMES


def _flows(game: Rules, params: Params, position: Flow) -> tuple[tuple[str, Flow], ...]:
    assert isinstance(game, Board)
    return ("policy", of_sample((game.rules.moves,), position)), ("value", of_sample((1,), position))


LAYER = Player(
    TreeSearch,
    category="Play",
    summary="Looks ahead in a game by a network's judgement, and says better than the network which moves are good.",
    docs="Monte Carlo tree search: each simulation follows the moves that promise most to the first new position, asks "
    "the network about it, and takes the answer back up. The policy is how often each move was tried.\n\nShape:\n"
    "    - position: (N, 2, rows, columns)\n    - policy: (N, moves)\n    - value: (N, 1), between -1 and 1",
    offered=GAMES,
    starts="tic-tac-toe",
    choice="game",
    input=Port(name="position", accepts=("tensor", "image"), help="Positions, as seen by who moves."),
    outputs=(
        Port(name="policy", help="How often each move was tried, as shares."),
        Port(name="value", help="What the positions are worth to who moves."),
    ),
    flows=_flows,
    needs_value=lambda params: True,
    params=(
        SIMULATIONS.model_copy(update={"default": 25, "minimum": 1}),
        Param(
            name="exploration",
            kind="float",
            default=1.5,
            minimum=0,
            maximum=100,
            help="How much moves are tried that the network likes and that were tried little.",
        ),
    ),
)
