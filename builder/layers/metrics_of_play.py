"""How well a network plays, by games against others and by perfect play."""

from builder.checker.playing import Player, Rules
from builder.checker.propagation import Flow
from builder.games.parts.matches import OptimalMoves, WinRate
from builder.kinds.layer import Params
from builder.kinds.spec import Param, Port
from builder.layers.parts.searching import SIMULATIONS, searches
from builder.registry.games import GAMES

POSITION = Port(
    name="position",
    accepts=("tensor", "image"),
    help="Positions of the game, as the network takes them; what is measured does not depend on which.",
)
METRIC = (Port(name="metric", kind="metric"),)


def _number(game: Rules, params: Params, position: Flow) -> tuple[tuple[str, Flow], ...]:
    return (("metric", Flow((), (), position.dtype)),)


LAYERS = (
    Player(
        WinRate,
        category="Metrics",
        role="metric",
        summary="The share of games that a network wins, draws or loses against a perfect or a random player.",
        docs="It begins half of the games, and makes the move that it finds best. The other makes any legal move or, "
        "perfect, any of those that are as good as the best; always the same games.\n\nShape:\n    - position: "
        "(N, 2, rows, columns)\n    - metric: ()",
        offered=GAMES,
        starts="tic-tac-toe",
        choice="game",
        input=POSITION,
        outputs=METRIC,
        flows=_number,
        needs_value=searches,
        smaller_is_better=lambda params: params["counts"] == "lost",
        params=(
            Param(
                name="against",
                kind="choice",
                default="perfect",
                choices=("perfect", "random"),
                help="Who the other player is: one who makes no mistake, or one who makes any legal move.",
            ),
            Param(
                name="counts",
                kind="choice",
                default="lost",
                choices=("won", "drawn", "lost"),
                help="Which games are counted. Against a perfect player nobody wins a game that can be held.",
            ),
            SIMULATIONS,
            Param(name="games", kind="int", default=100, minimum=2, maximum=1000, help="How many games are played."),
            Param(name="seed", kind="int", default=0, minimum=0, help="What the other player's chance begins with."),
        ),
    ),
    Player(
        OptimalMoves,
        category="Metrics",
        role="metric",
        summary="The share of all positions of a game in which a network's move is as good as any.",
        docs="Every position that can be reached is looked at, or as many as are allowed, spread evenly; what is best "
        "there is known from perfect play to the end.\n\nShape:\n    - position: (N, 2, rows, columns)\n"
        "    - metric: ()",
        offered=GAMES,
        starts="tic-tac-toe",
        choice="game",
        input=POSITION,
        outputs=METRIC,
        flows=_number,
        needs_value=searches,
        params=(
            SIMULATIONS,
            Param(name="most", kind="int", default=5000, minimum=1, maximum=200_000, help="At most so many positions."),
        ),
    ),
)
