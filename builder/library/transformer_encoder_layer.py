"""The encoder layer of the first transformer, and of BERT.

Reference: Vaswani et al., "Attention Is All You Need", 2017.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid

BLOCK = ShippedBlock(
    name="encoder_layer",
    title="Transformer encoder layer",
    category="Attention",
    summary="Lets the elements of a sequence look at each other, then thinks about each one, with its parts in view.",
    reference='Vaswani et al., "Attention Is All You Need", 2017.',
    example={"input": (6, 64)},
    block=grid(
        [cell("input", "Input"), None, None, cell("add1", "Add"), cell("norm1", "LayerNorm")],
        [
            None,
            cell("attention", "MultiheadAttention", num_heads="=heads", dropout="=dropout"),
            cell("drop1", "Dropout", p="=dropout"),
        ],
        [
            None,
            cell("up", "Linear", out_features="=4 * width"),
            cell("relu", "ReLU"),
            cell("down", "Linear", out_features="=width"),
            cell("drop2", "Dropout", p="=dropout"),
            cell("add2", "Add"),
            cell("norm2", "LayerNorm"),
            cell("output", "Output"),
        ],
        wires={
            "attention.query": "input",
            "attention.key": "input",
            "attention.value": "input",
            "drop1": "attention",
            "add1": "input",
            "add1.other": "drop1",
            "norm1": "add1",
            "up": "norm1",
            "relu": "up",
            "down": "relu",
            "drop2": "down",
            "add2": "norm1",
            "add2.other": "drop2",
            "norm2": "add2",
            "output": "norm2",
        },
        width=64,
        heads=4,
        dropout=0.1,
    ),
)
