"""Squeeze and excite, drawn out.

Reference: Hu, Shen and Sun, "Squeeze-and-Excitation Networks", 2018.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid

BLOCK = ShippedBlock(
    name="squeeze_excite",
    title="Squeeze-and-excite, drawn out",
    category="Convolution",
    summary="Turns each channel up or down after a look at the mean of all of them.",
    reference='Hu, Shen and Sun, "Squeeze-and-Excitation Networks", 2018.',
    example={"input": (32, 8, 8)},
    block=grid(
        [cell("input", "Input"), None, None, None, None, cell("turned", "Multiply"), cell("output", "Output")],
        [
            cell("mean", "AdaptiveAvgPool2d", output_size=1),
            cell("squeeze", "Conv2d", out_channels="=channels // reduction", kernel_size=1),
            cell("relu", "ReLU"),
            cell("excite", "Conv2d", out_channels="=channels", kernel_size=1),
            cell("volume", "Sigmoid"),
        ],
        wires={
            "mean": "input",
            "squeeze": "mean",
            "relu": "squeeze",
            "excite": "relu",
            "volume": "excite",
            "turned": "input",
            "turned.other": "volume",
            "output": "turned",
        },
        channels=32,
        reduction=4,
    ),
)
