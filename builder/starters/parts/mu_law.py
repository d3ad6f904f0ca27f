"""Sound in few levels, drawn: fine steps where it is soft, coarse ones where it is loud.

Reference: ITU-T Recommendation G.711, "Pulse Code Modulation of Voice Frequencies", 1988.
"""

import math

from builder.drawing.document import Block
from builder.kinds.starter import cell, grid

LEVELS = 64
SILENCE = 32
"""The level of a wave that rests."""

MU = 255
RANGE = math.log(1 + MU)
HALF = (LEVELS - 1) / 2


def compressed() -> Block:
    """A wave (N, 1, T) from -1 to 1 as levels (N, T)."""
    return grid(
        [
            cell("x", "Input"),
            cell("alone", "Squeeze", dim=1),
            cell("cut", "Clamp", min=-1.0, max=1.0),
            cell("size", "Abs"),
            cell("times", "Scale", factor=float(MU)),
            cell("log", "Log1p"),
        ],
        [
            cell("y", "Output"),
            cell("whole", "ToLong"),
            cell("nearest", "Round"),
            cell("scaled", "Scale", factor=HALF / RANGE, offset=HALF),
            cell("signed", "Multiply"),
            cell("sign", "Sign"),
        ],
        wires={
            "alone": "x",
            "cut": "alone",
            "size": "cut",
            "times": "size",
            "log": "times",
            "sign": "cut",
            "signed": "sign",
            "signed.other": "log",
            "scaled": "signed",
            "nearest": "scaled",
            "whole": "nearest",
            "y": "whole",
        },
        notes={
            "alone": "Takes away the axis of the one channel.",
            "cut": "What is louder than 1 is cut off.",
            "size": "How loud, |x|.",
            "times": "mu |x|, with mu = 255 as on telephones.",
            "log": "ln(1 + mu |x|): soft and loud come nearer to each other.",
            "sign": "Whether the air is pressed or thinned.",
            "signed": "sign(x) ln(1 + mu |x|).",
            "scaled": "From 0 to 63, silence in the middle.",
            "nearest": "To the nearest whole one.",
            "whole": "As whole numbers, which name a class.",
        },
    )


def expanded() -> Block:
    """Levels (N, T) as a wave (N, T)."""
    return grid(
        [
            cell("x", "Input"),
            cell("number", "ToFloat"),
            cell("scaled", "Scale", factor=RANGE / HALF, offset=-RANGE),
            cell("size", "Abs"),
            cell("power", "Exp"),
        ],
        [
            None,
            cell("y", "Output"),
            cell("wave", "Multiply"),
            cell("sign", "Sign"),
            cell("loud", "Scale", factor=1 / MU, offset=-1 / MU),
        ],
        wires={
            "number": "x",
            "scaled": "number",
            "size": "scaled",
            "power": "size",
            "sign": "scaled",
            "loud": "power",
            "wave": "sign",
            "wave.other": "loud",
            "y": "wave",
        },
        notes={
            "number": "Levels as numbers.",
            "scaled": "From -ln 256 to ln 256, silence in the middle.",
            "size": "How far from silence.",
            "power": "e to that: the logarithm is undone.",
            "sign": "Whether the air is pressed or thinned.",
            "loud": "(e^... - 1) / mu: how loud.",
            "wave": "The wave, from -1 to 1.",
        },
    )
