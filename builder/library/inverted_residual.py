"""The block of MobileNetV2.

Reference: Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid

WIDE = "=expansion * channels"

BLOCK = ShippedBlock(
    name="inverted_residual",
    title="Inverted residual",
    category="Residual",
    summary="Widens, looks at each channel by itself, narrows again and adds: cheap enough for a phone.",
    reference='Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018.',
    example={"input": (16, 8, 8)},
    block=grid(
        [cell("input", "Input"), None, None, None, cell("skip", "Add"), cell("output", "Output")],
        [
            None,
            cell("widen", "Conv2d", out_channels=WIDE, kernel_size=1, bias=False),
            cell("norm1", "BatchNorm2d"),
            cell("relu1", "ReLU6"),
        ],
        [
            None,
            cell("look", "Conv2d", out_channels=WIDE, groups=WIDE, kernel_size=3, padding=1, bias=False),
            cell("norm2", "BatchNorm2d"),
            cell("relu2", "ReLU6"),
        ],
        [
            None,
            None,
            cell("narrow", "Conv2d", out_channels="=channels", kernel_size=1, bias=False),
            cell("norm3", "BatchNorm2d"),
        ],
        wires={
            "widen": "input",
            "norm1": "widen",
            "relu1": "norm1",
            "look": "relu1",
            "norm2": "look",
            "relu2": "norm2",
            "narrow": "relu2",
            "norm3": "narrow",
            "skip": "input",
            "skip.other": "norm3",
            "output": "skip",
        },
        channels=16,
        expansion=6,
    ),
)
