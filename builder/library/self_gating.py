"""Features that gate themselves.

Reference: Miech, Laptev and Sivic, "Learnable Pooling with Context Gating for Video Classification", 2017.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid

BLOCK = ShippedBlock(
    name="self_gating",
    title="Self-gating",
    category="Attention",
    summary="Lets features decide, all together, how much of each of them passes.",
    reference='Miech, Laptev and Sivic, "Learnable Pooling with Context Gating for Video Classification", 2017.',
    example={"input": (16,)},
    block=grid(
        [cell("input", "Input"), None, None, cell("gated", "Multiply"), cell("output", "Output")],
        [None, cell("scores", "Linear", out_features="=width"), cell("gate", "Sigmoid")],
        wires={"scores": "input", "gate": "scores", "gated": "input", "gated.other": "gate", "output": "gated"},
        width=16,
    ),
)
