"""A sequence as one vector.

Reference: Lin et al., "A Structured Self-Attentive Sentence Embedding", 2017.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid

BLOCK = ShippedBlock(
    name="attention_pooling",
    title="Attention pooling",
    category="Attention",
    summary="Makes one vector of a sequence: a mean in which each element says how much it matters.",
    reference='Lin et al., "A Structured Self-Attentive Sentence Embedding", 2017.',
    example={"input": (6, 16)},
    block=grid(
        [
            cell("input", "Input"),
            *[None] * 4,
            cell("weighed", "Multiply"),
            cell("mean", "Sum", dim=1),
            cell("output", "Output"),
        ],
        [
            None,
            cell("hidden", "Linear", out_features="=hidden"),
            cell("tanh", "Tanh"),
            cell("scores", "Linear", out_features=1, bias=False),
            cell("weights", "Softmax", dim=1),
        ],
        wires={
            "hidden": "input",
            "tanh": "hidden",
            "scores": "tanh",
            "weights": "scores",
            "weighed": "input",
            "weighed.other": "weights",
            "mean": "weighed",
            "output": "mean",
        },
        hidden=32,
    ),
)
