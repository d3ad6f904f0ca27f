"""A convolution that is normalized and bent, and the halves of a U-Net's level made of it."""

from __future__ import annotations

from builder.drawing.document import Block
from builder.kinds.starter import Cell, cell, grid, line


def unit_block(momentum: float | None = None) -> Block:
    """The unit as a block; with a small ``momentum``, its answers rest on the means of many batches."""
    slowly = {} if momentum is None else {"momentum": momentum}
    steady = "" if momentum is None else " What answers rest on is the mean of some thirty batches."
    return line(
        cell("conv", "Conv2d", out_channels="=channels", kernel_size=3, padding=1, stride="=stride", bias=False),
        cell("norm", "BatchNorm2d", **slowly),
        cell("silu", "SiLU"),
        into="input",
        out="output",
        notes={
            "conv": "Filters w of 3 x 3; with a stride of 2 they look at every second place and halve the map.",
            "norm": f"Brings each map to mean 0 and deviation 1 over the batch: steps may be large.{steady}",
            "silu": "x times sigmoid(x): lets large values pass and stops small ones, softly.",
        },
        channels=32,
        stride=1,
    )


UNIT = unit_block()


DOWN = grid(
    [cell("input", "Input"), cell("unit", "Block", block="unit", channels="=channels"), cell("skip", "Output")],
    [None, cell("pool", "MaxPool2d", kernel_size=2), cell("output", "Output")],
    wires={"unit": "input", "skip": "unit", "pool": "unit", "output": "pool"},
    notes={
        "unit": "Looks at every place; what it sees is handed across, too.",
        "pool": "Of every 2 x 2 places the strongest stays: half the size, so twice as far is seen.",
    },
    channels=16,
)

UP = grid(
    [
        cell("input", "Input"),
        cell("enlarge", "Upsample", scale_factor=2.0, mode="bilinear"),
        cell("together", "Concatenate", inputs=2),
        cell("unit", "Block", block="unit", channels="=channels"),
        cell("output", "Output"),
    ],
    [cell("skip", "Input")],
    wires={
        "enlarge": "input",
        "together.input1": "enlarge",
        "together.input2": "skip",
        "unit": "together",
        "output": "unit",
    },
    notes={
        "enlarge": "Doubles the size; between two places it takes what lies between.",
        "together": "Puts the detail from the way down beside what was seen of the whole.",
        "unit": "Weighs both at every place.",
    },
    channels=16,
)


def unit(id: str, channels: int, stride: int = 1) -> Cell:
    """A use of it."""
    return cell(id, "Block", block="unit", channels=channels, stride=stride)
