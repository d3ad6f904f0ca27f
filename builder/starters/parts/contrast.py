"""What guesses are compared with: the moments of the same recording."""

from builder.drawing.document import Block
from builder.kinds.starter import cell, grid


def contrast(moments: int, sharpness: float) -> Block:
    """Scores of all moments of a recording for what was guessed of each; only those that were hidden count.

    Args:
        moments: how many there are in a recording.
        sharpness: what cosines are multiplied by, 1 over the temperature.
    """
    return grid(
        [
            cell("guess", "Input"),
            cell("direction", "Normalize", dim=-1),
            cell("cosines", "Einsum", equation="ntd,nds->nst"),
            cell("sharper", "Scale", factor=sharpness),
            cell("scores", "Output"),
        ],
        [cell("q", "Input"), cell("directions", "Normalize", dim=1)],
        [
            cell("ones", "Filled", value=1.0, shape=moments),
            cell("counted", "Cumsum", dim=1),
            cell("from_0", "Scale", offset=-1.0),
            cell("places", "ToLong"),
            cell("asked", "Mask", value=-100.0),
            cell("place", "Output"),
        ],
        [cell("hidden", "Input"), cell("seen", "LogicalNot"), cell("flat", "Squeeze", dim=2)],
        wires={
            "direction": "guess",
            "directions": "q",
            "cosines": "direction",
            "cosines.other": "directions",
            "sharper": "cosines",
            "scores": "sharper",
            "ones.like": "guess",
            "counted": "ones",
            "from_0": "counted",
            "places": "from_0",
            "seen": "hidden",
            "flat": "seen",
            "asked": "places",
            "asked.mask": "flat",
            "place": "asked",
        },
        notes={
            "direction": "Length 1, so that directions alone are compared.",
            "directions": "Length 1, too.",
            "cosines": "The cosine of each guess c_t and each moment q_s of the same recording.",
            "sharper": "Divided by the temperature: the lower it is, the more the nearest wrong moments count.",
            "ones": "A 1 for each moment ...",
            "counted": "... added up: 1, 2, 3 ...",
            "from_0": "... less 1: the place of each moment.",
            "places": "As whole numbers.",
            "seen": "Where nothing was hidden.",
            "flat": "One answer a moment.",
            "asked": "The right moment is the one that was hidden there; -100 leaves out those that were not.",
        },
    )
