"""The layer of a GPT, with the norms first, as it is drawn in several starters.

Reference: Radford et al., "Language Models are Unsupervised Multitask Learners", 2019.
"""

from builder.drawing.document import Block, Value
from builder.kinds.starter import cell, grid


def gpt_layer(heads: int | str, wide: int | str, width: int | str, notes: dict[str, str], /, **params: Value) -> Block:
    """Looks at what came before, then thinks about each element by itself; sizes are numbers or expressions."""
    return grid(
        [cell("x", "Input"), None, None, cell("seen", "Add"), None, cell("thought", "Add"), cell("y", "Output")],
        [None, cell("norm1", "LayerNorm"), cell("attention", "CausalSelfAttention", n_head=heads)],
        [
            None,
            cell("norm2", "LayerNorm"),
            cell("up", "Linear", out_features=wide),
            cell("gelu", "GELU"),
            cell("down", "Linear", out_features=width),
        ],
        wires={
            "norm1": "x",
            "attention": "norm1",
            "seen": "x",
            "seen.other": "attention",
            "norm2": "seen",
            "up": "norm2",
            "gelu": "up",
            "down": "gelu",
            "thought": "seen",
            "thought.other": "down",
            "y": "thought",
        },
        notes=notes,
        **params,
    )
