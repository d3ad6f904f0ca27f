"""The decoder layer of the first transformer.

Reference: Vaswani et al., "Attention Is All You Need", 2017.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid

BLOCK = ShippedBlock(
    name="decoder_layer",
    title="Transformer decoder layer",
    category="Attention",
    summary="Looks at what was written so far, then across at what an encoder has read, then thinks.",
    reference='Vaswani et al., "Attention Is All You Need", 2017.',
    example={"input": (6, 64), "memory": (5, 64)},
    block=grid(
        [cell("input", "Input"), cell("future", "CausalMask"), None, cell("add1", "Add"), cell("norm1", "LayerNorm")],
        [
            None,
            cell("look_back", "MultiheadAttention", num_heads="=heads", dropout="=dropout"),
            cell("drop1", "Dropout", p="=dropout"),
        ],
        [
            cell("memory", "Input"),
            cell("look_across", "MultiheadAttention", num_heads="=heads", dropout="=dropout"),
            cell("drop2", "Dropout", p="=dropout"),
            cell("add2", "Add"),
            cell("norm2", "LayerNorm"),
        ],
        [
            None,
            cell("up", "Linear", out_features="=4 * width"),
            cell("relu", "ReLU"),
            cell("down", "Linear", out_features="=width"),
            cell("drop3", "Dropout", p="=dropout"),
            cell("add3", "Add"),
            cell("norm3", "LayerNorm"),
            cell("output", "Output"),
        ],
        wires={
            "future": "input",
            "look_back.query": "input",
            "look_back.key": "input",
            "look_back.value": "input",
            "look_back.attn_mask": "future",
            "drop1": "look_back",
            "add1": "input",
            "add1.other": "drop1",
            "norm1": "add1",
            "look_across.query": "norm1",
            "look_across.key": "memory",
            "look_across.value": "memory",
            "drop2": "look_across",
            "add2": "norm1",
            "add2.other": "drop2",
            "norm2": "add2",
            "up": "norm2",
            "relu": "up",
            "down": "relu",
            "drop3": "down",
            "add3": "norm2",
            "add3.other": "drop3",
            "norm3": "add3",
            "output": "norm3",
        },
        width=64,
        heads=4,
        dropout=0.1,
    ),
)
