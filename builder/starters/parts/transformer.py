"""The layers of an encoder and a decoder, with the norms first, as they are drawn in several starters.

Reference: Vaswani et al., "Attention Is All You Need", 2017; Xiong et al., "On Layer Normalization in the Transformer
Architecture", 2020, for where the norms stand.
"""

from builder.drawing.document import Block
from builder.kinds.starter import Cell, cell, grid

RELU = cell("relu", "ReLU")


def encoder_layer(act: Cell = RELU, **notes: str) -> Block:
    """Looks at the whole sequence, then thinks about each element; ``notes`` say it in other words."""
    return grid(
        [cell("x", "Input"), None, None, cell("seen", "Add"), None, cell("thought", "Add"), cell("y", "Output")],
        [
            None,
            cell("norm1", "LayerNorm"),
            cell("attention", "MultiheadAttention", num_heads="=heads"),
            None,
            cell("norm2", "LayerNorm"),
        ],
        [
            None,
            None,
            None,
            None,
            cell("up", "Linear", out_features="=wide"),
            act,
            cell("down", "Linear", out_features="=width"),
        ],
        wires={
            "norm1": "x",
            "attention.query": "norm1",
            "attention.key": "norm1",
            "attention.value": "norm1",
            "seen": "x",
            "seen.other": "attention",
            "norm2": "seen",
            "up": "norm2",
            act[0]: "up",
            "down": act[0],
            "thought": "seen",
            "thought.other": "down",
            "y": "thought",
        },
        notes={
            "norm1": "Each vector is brought to mean 0 and spread 1, so that depth does no harm.",
            "attention": (
                "Attention(Q, K, V) = softmax(QK^T / sqrt(d)) V: each letter asks (query Q), all letters offer a label "
                "(key K), and what fits gives its content (value V). Several heads h look for different things."
            ),
            "norm2": "The same again before the second half.",
            "up": "The feed-forward part: each letter by itself, W1 x + b1.",
            "down": "Back to the width d_model: W2 max(0, W1 x + b1) + b2.",
            **notes,
        },
        width=64,
        heads=4,
        wide=128,
    )


def decoder_layer(act: Cell = RELU, **notes: str) -> Block:
    """Looks back at what it said, across at what was read, then thinks."""
    return grid(
        [
            cell("x", "Input"),
            cell("future", "CausalMask"),
            None,
            cell("said", "Add"),
            None,
            cell("read", "Add"),
            cell("norm3", "LayerNorm"),
        ],
        [
            None,
            cell("norm1", "LayerNorm"),
            cell("look_back", "MultiheadAttention", num_heads="=heads"),
            cell("norm2", "LayerNorm"),
            cell("look_across", "MultiheadAttention", num_heads="=heads"),
            None,
            cell("up", "Linear", out_features="=wide"),
        ],
        [
            None,
            None,
            None,
            cell("memory", "Input"),
            None,
            act,
            cell("down", "Linear", out_features="=width"),
            cell("thought", "Add"),
            cell("y", "Output"),
        ],
        wires={
            "future": "x",
            "norm1": "x",
            "look_back.query": "norm1",
            "look_back.key": "norm1",
            "look_back.value": "norm1",
            "look_back.attn_mask": "future",
            "said": "x",
            "said.other": "look_back",
            "norm2": "said",
            "look_across.query": "norm2",
            "look_across.key": "memory",
            "look_across.value": "memory",
            "read": "said",
            "read.other": "look_across",
            "norm3": "read",
            "up": "norm3",
            act[0]: "up",
            "down": act[0],
            "thought": "read",
            "thought.other": "down",
            "y": "thought",
        },
        notes={
            "future": "Hides what comes later: a letter may only look at those before it, as when it is written.",
            "norm1": "Mean 0 and spread 1 for each vector.",
            "look_back": "Self-attention among the letters that were said so far.",
            "norm2": "The same before the look across.",
            "look_across": (
                "Cross-attention: the query Q comes from what is being said, keys K and values V from what was read. "
                "Its map shows where in the text each letter of the answer comes from."
            ),
            "norm3": "The same before the feed-forward part.",
            "up": "Feed-forward, each place by itself: W1 x + b1.",
            "down": "Back to the width d_model: W2 max(0, W1 x + b1) + b2.",
            **notes,
        },
        width=64,
        heads=4,
        wide=128,
    )


ENCODER_LAYER = encoder_layer()
"""Looks at the whole sequence, then thinks about each element."""

DECODER_LAYER = decoder_layer()
"""Looks back at what it said, across at what was read, then thinks."""
