"""The feed-forward part of Llama.

Reference: Shazeer, "GLU Variants Improve Transformer", 2020.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid

BLOCK = ShippedBlock(
    name="gated_mlp",
    title="Gated MLP (SwiGLU)",
    category="Attention",
    summary="Thinks about each element of a sequence by itself: one half of the signal gates the other.",
    reference='Shazeer, "GLU Variants Improve Transformer", 2020.',
    example={"input": (6, 64)},
    block=grid(
        [
            cell("input", "Input"),
            cell("gate", "Linear", out_features="=hidden", bias=False),
            cell("silu", "SiLU"),
            cell("gated", "Multiply"),
            cell("down", "Linear", out_features="=width", bias=False),
            cell("output", "Output"),
        ],
        [None, cell("up", "Linear", out_features="=hidden", bias=False)],
        wires={
            "gate": "input",
            "silu": "gate",
            "up": "input",
            "gated": "silu",
            "gated.other": "up",
            "down": "gated",
            "output": "down",
        },
        width=64,
        hidden=172,
    ),
)
