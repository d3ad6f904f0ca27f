"""The block of ConvNeXt.

Reference: Liu et al., "A ConvNet for the 2020s", 2022.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid

BLOCK = ShippedBlock(
    name="convnext_block",
    title="ConvNeXt block",
    category="Residual",
    summary="A wide look at each channel by itself, then a small network at each pixel, added a little at a time.",
    reference='Liu et al., "A ConvNet for the 2020s", 2022.',
    example={"input": (16, 8, 8)},
    block=grid(
        [cell("input", "Input"), *[None] * 5, cell("skip", "Add"), cell("output", "Output")],
        [
            None,
            cell("look", "Conv2d", out_channels="=channels", groups="=channels", kernel_size=7, padding=3),
            cell("last", "Permute", dims=(0, 2, 3, 1)),
            cell("norm", "LayerNorm", eps=1e-6),
            cell("up", "Linear", out_features="=4 * channels"),
            cell("gelu", "GELU"),
        ],
        [
            None,
            None,
            None,
            cell("down", "Linear", out_features="=channels"),
            cell("scaled", "Multiply"),
            cell("first", "Permute", dims=(0, 3, 1, 2)),
        ],
        [None, None, None, cell("scale", "Parameter", shape="=channels")],
        wires={
            "look": "input",
            "last": "look",
            "norm": "last",
            "up": "norm",
            "gelu": "up",
            "down": "gelu",
            "scaled": "down",
            "scaled.other": "scale",
            "first": "scaled",
            "skip": "input",
            "skip.other": "first",
            "output": "skip",
        },
        channels=16,
    ),
)
