"""A residual block of two linear layers.

Reference: He, Zhang, Ren and Sun, "Identity Mappings in Deep Residual Networks", 2016.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid

BLOCK = ShippedBlock(
    name="residual_mlp",
    title="Residual MLP block",
    category="Residual",
    summary="Adds to each sample's features what two linear layers make of them; stack many of these.",
    reference='He, Zhang, Ren and Sun, "Identity Mappings in Deep Residual Networks", 2016.',
    example={"input": (64,)},
    block=grid(
        [cell("input", "Input"), None, None, None, None, cell("skip", "Add"), cell("output", "Output")],
        [
            None,
            cell("norm", "LayerNorm"),
            cell("up", "Linear", out_features="=expansion * width"),
            cell("gelu", "GELU"),
            cell("down", "Linear", out_features="=width"),
        ],
        wires={
            "norm": "input",
            "up": "norm",
            "gelu": "up",
            "down": "gelu",
            "skip": "input",
            "skip.other": "down",
            "output": "skip",
        },
        width=64,
        expansion=4,
    ),
)
