"""The self-attention of GPT, drawn out.

Reference: Vaswani et al., "Attention Is All You Need", 2017.
"""

from builder.drawing.document import Value
from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import Cell, cell, grid


def _heads(name: str) -> tuple[Cell, Cell]:
    """(N, T, heads * head_width) -> (N, heads, T, head_width)."""
    sizes: Value = "=(heads, head_width)"
    return (
        cell(f"{name}_heads", "Unflatten", dim=-1, unflattened_size=sizes),
        cell(name, "Transpose", dim0=1, dim1=2),
    )


BLOCK = ShippedBlock(
    name="causal_attention",
    title="Causal self-attention, drawn out",
    category="Attention",
    summary="Each element asks, all before it answer: queries, keys, values and the mask of the future, step by step.",
    reference='Vaswani et al., "Attention Is All You Need", 2017.',
    example={"input": (6, 64)},
    block=grid(
        [
            cell("input", "Input"),
            cell("project", "Linear", out_features="=3 * heads * head_width"),
            cell("parts", "ChunkInThree"),
            *_heads("query"),
            cell("scale", "Scale", factor="=head_width ** -0.5"),
            cell("scores", "MatrixMultiply"),
            cell("mask", "Mask", value=float(-(2**31))),
        ],
        [
            None,
            None,
            None,
            *_heads("key"),
            cell("turned", "Transpose"),
            cell("future", "CausalMask"),
            cell("softmax", "Softmax"),
        ],
        [
            None,
            None,
            None,
            *_heads("value"),
            cell("gather", "MatrixMultiply"),
            cell("together", "Transpose", dim0=1, dim1=2),
            cell("joined", "Flatten", start_dim=2),
        ],
        [*[None] * 6, cell("mix", "Linear", out_features="=heads * head_width"), cell("output", "Output")],
        wires={
            "project": "input",
            "parts": "project",
            "query_heads": "parts.first",
            "query": "query_heads",
            "scale": "query",
            "key_heads": "parts.second",
            "key": "key_heads",
            "turned": "key",
            "value_heads": "parts.third",
            "value": "value_heads",
            "scores": "scale",
            "scores.other": "turned",
            "future": "input",
            "mask": "scores",
            "mask.mask": "future",
            "softmax": "mask",
            "gather": "softmax",
            "gather.other": "value",
            "together": "gather",
            "joined": "together",
            "mix": "joined",
            "output": "mix",
        },
        heads=4,
        head_width=16,
    ),
)
