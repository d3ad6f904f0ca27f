"""The module of GoogLeNet.

Reference: Szegedy et al., "Going Deeper with Convolutions", 2015.
"""

from builder.drawing.document import Value
from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import Cell, cell, grid


def _conv(id: str, channels: Value, kernel_size: int) -> tuple[Cell, Cell]:
    conv = cell(id, "Conv2d", out_channels=channels, kernel_size=kernel_size, padding=kernel_size // 2)
    return conv, cell(f"{id}_relu", "ReLU")


BLOCK = ShippedBlock(
    name="inception",
    title="Inception module",
    category="Convolution",
    summary="Looks at an image at several sizes at once, and puts all that it finds side by side.",
    reference='Szegedy et al., "Going Deeper with Convolutions", 2015.',
    example={"input": (16, 8, 8)},
    block=grid(
        [None, *_conv("point", "=width", 1)],
        [None, *_conv("small_in", "=width", 1), *_conv("small", "=2 * width", 3)],
        [
            cell("input", "Input"),
            *_conv("large_in", "=width // 2", 1),
            *_conv("large", "=width", 5),
            cell("together", "Concatenate", inputs=4),
            cell("output", "Output"),
        ],
        [None, cell("pool", "MaxPool2d", kernel_size=3, stride=1, padding=1), None, *_conv("pooled", "=width", 1)],
        wires={
            "point": "input",
            "point_relu": "point",
            "small_in": "input",
            "small_in_relu": "small_in",
            "small": "small_in_relu",
            "small_relu": "small",
            "large_in": "input",
            "large_in_relu": "large_in",
            "large": "large_in_relu",
            "large_relu": "large",
            "pool": "input",
            "pooled": "pool",
            "pooled_relu": "pooled",
            "together.input1": "point_relu",
            "together.input2": "small_relu",
            "together.input3": "large_relu",
            "together.input4": "pooled_relu",
            "output": "together",
        },
        width=16,
    ),
)
