"""The layer that GPT repeats.

Reference: Radford et al., "Language Models are Unsupervised Multitask Learners", 2019.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid

BLOCK = ShippedBlock(
    name="gpt_layer",
    title="GPT layer",
    category="Attention",
    summary="Gathers what it needs from the elements before each one, then thinks, adding both to the signal.",
    reference='Radford et al., "Language Models are Unsupervised Multitask Learners", 2019.',
    example={"input": (6, 64)},
    block=grid(
        [cell("input", "Input"), None, None, cell("seen", "Add")],
        [None, cell("norm1", "LayerNorm"), cell("attention", "CausalSelfAttention", n_head="=heads")],
        [
            cell("norm2", "LayerNorm"),
            cell("up", "Linear", out_features="=4 * width"),
            cell("gelu", "GELU", approximate="tanh"),
            cell("down", "Linear", out_features="=width"),
            cell("thought", "Add"),
            cell("output", "Output"),
        ],
        wires={
            "norm1": "input",
            "attention": "norm1",
            "seen": "input",
            "seen.other": "attention",
            "norm2": "seen",
            "up": "norm2",
            "gelu": "up",
            "down": "gelu",
            "thought": "seen",
            "thought.other": "down",
            "output": "thought",
        },
        width=64,
        heads=4,
    ),
)
