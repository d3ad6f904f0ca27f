"""The network of a game that is learned by self-play: it likes moves, and judges the position."""

from builder.drawing.document import Block
from builder.kinds.starter import cell, grid


def player(width: int, moves: int, sees: str, scores: str) -> Block:
    """Two layers of so many neurons, and two answers that rest on them; ``sees`` and ``scores`` are notes."""
    return grid(
        [
            cell("board", "Input"),
            cell("flat", "Flatten"),
            cell("first", "Linear", out_features=width),
            cell("relu", "ReLU"),
            cell("scores", "Linear", out_features=moves),
            cell("moves", "Output"),
        ],
        [
            None,
            None,
            cell("second", "Linear", out_features=width),
            cell("relu2", "ReLU"),
            cell("judge", "Linear", out_features=1),
            cell("tanh", "Tanh"),
            cell("worth", "Output"),
        ],
        wires={
            "flat": "board",
            "first": "flat",
            "relu": "first",
            "second": "relu",
            "relu2": "second",
            "scores": "relu2",
            "judge": "relu2",
            "tanh": "judge",
            "moves": "scores",
            "worth": "tanh",
        },
        notes={
            "board": "The position s: 1 where who moves has a stone, and 1 where the other has, on two boards.",
            "first": sees,
            "second": f"{width} neurons that combine them; both answers rest on these.",
            "scores": scores,
            "judge": "One number for the position...",
            "tanh": "...between -1, lost, and 1, won: the value v.",
        },
    )
