"""Whisper as published."""

from __future__ import annotations

from builder.drawing.document import Block, Document
from builder.kinds.starter import cell, drawing, grid, line

WORDS, WIDTH, HEADS, MELS, MOMENTS, SAID, LAYERS = 51_865, 384, 6, 80, 3_000, 448, 4
"""How many tokens there are, how wide vectors are, heads, bands and moments of a sound, tokens of a text, layers."""


def _attention(*, is_causal: bool) -> Block:
    """Attention whose keys have no bias."""
    heads = (HEADS, WIDTH // HEADS)
    return grid(
        [
            cell("query", "Input"),
            cell("q", "Linear", out_features=WIDTH),
            cell("q_heads", "Unflatten", dim=2, unflattened_size=heads),
            cell("q_first", "Transpose", dim0=1, dim1=2),
        ],
        [
            cell("memory", "Input"),
            cell("k", "Linear", out_features=WIDTH, bias=False),
            cell("k_heads", "Unflatten", dim=2, unflattened_size=heads),
            cell("k_first", "Transpose", dim0=1, dim1=2),
            cell("attend", "ScaledDotProductAttention", is_causal=is_causal),
            cell("places", "Transpose", dim0=1, dim1=2),
            cell("joined", "Flatten", start_dim=2),
            cell("out", "Linear", out_features=WIDTH),
            cell("y", "Output"),
        ],
        [
            None,
            cell("v", "Linear", out_features=WIDTH),
            cell("v_heads", "Unflatten", dim=2, unflattened_size=heads),
            cell("v_first", "Transpose", dim0=1, dim1=2),
        ],
        wires={
            **{"q": "query", "k": "memory", "v": "memory"},
            **{f"{each}_heads": each for each in "qkv"},
            **{f"{each}_first": f"{each}_heads" for each in "qkv"},
            "attend.query": "q_first",
            "attend.key": "k_first",
            "attend.value": "v_first",
            "places": "attend",
            "joined": "places",
            "out": "joined",
            "y": "out",
        },
    )


def _layer(*looks: tuple[str, str, str]) -> Block:
    """Looks, each with its norm and its skip, and thinks.

    Args:
        looks: a name, the block that attends, and what it looks at: itself, or what came beside.
    """
    cells, wires, came = [cell("x", "Input")], dict[str, str](), "x"
    for name, block, at in looks:
        norm, sum = f"{name}_norm", f"{name}_sum"
        cells += [cell(norm, "LayerNorm"), cell(name, "Block", block=block), cell(sum, "Add")]
        wires |= {
            norm: came,
            f"{name}.query": norm,
            f"{name}.memory": at or norm,
            sum: came,
            f"{sum}.other": f"{name}.y",
        }
        came = sum
    thinks = [
        cell("norm", "LayerNorm"),
        cell("up", "Linear", out_features=4 * WIDTH),
        cell("gelu", "GELU"),
        cell("down", "Linear", out_features=WIDTH),
        cell("thought", "Add"),
        cell("y", "Output"),
    ]
    wires |= {"norm": came, "up": "norm", "gelu": "up", "down": "gelu", "thought": came, "thought.other": "down"}
    beside = [cell("memory", "Input")] if any(at for _, _, at in looks) else []
    return grid(cells, [None, *thinks], beside, wires={**wires, "y": "thought"})


def whisper_tiny() -> Document:
    """The smallest one: 30 seconds of sound in 80 bands of the mel scale, texts of up to 448 tokens."""
    ears = line(
        cell("conv1", "Conv1d", out_channels=WIDTH, kernel_size=3, padding=1),
        cell("gelu1", "GELU"),
        cell("conv2", "Conv1d", out_channels=WIDTH, kernel_size=3, stride=2, padding=1),
        cell("gelu2", "GELU"),
        cell("moments", "Transpose", dim0=1, dim1=2),
    )
    main = grid(
        [
            cell("sound", "Noise", shape=(MELS, MOMENTS)),
            cell("ears", "Block", block="ears"),
            cell("heard_at", "SinusoidalPositions"),
            cell("encoder", "Repeat", block="encoder_layer", times=LAYERS),
            cell("memory", "LayerNorm"),
        ],
        [
            cell("given", "RandomIntegers", high=WORDS, shape=SAID),
            cell("say", "Embedding", num_embeddings=WORDS, embedding_dim=WIDTH),
            cell("say_at", "LearnedPositions", max_len=SAID),
            cell("decoder", "Repeat", block="decoder_layer", times=LAYERS),
            cell("norm", "LayerNorm"),
            cell("scores", "TiedLinear", of="say"),
        ],
        [
            None,
            cell("next", "RandomIntegers", high=WORDS, shape=SAID),
            cell("objective", "Objective", lr=0.0001),
            cell("loss", "CrossEntropyLoss"),
            cell("per_word", "Transpose", dim0=1, dim1=2),
            cell("answer", "Output"),
        ],
        wires={
            "ears.x": "sound.noise",
            "heard_at": "ears.y",
            "encoder.x": "heard_at",
            "memory": "encoder.y",
            "say": "given.integers",
            "say_at": "say",
            "decoder.x": "say_at",
            "decoder.memory": "memory",
            "norm": "decoder.y",
            "scores": "norm",
            "answer": "scores",
            "per_word": "scores",
            "loss": "per_word",
            "loss.target": "next.integers",
            "objective.loss": "loss.loss",
        },
    )
    return drawing(
        main,
        ears=ears,
        attention=_attention(is_causal=False),
        causal_attention=_attention(is_causal=True),
        encoder_layer=_layer(("attention", "attention", "")),
        decoder_layer=_layer(("look_back", "causal_attention", ""), ("look_across", "attention", "memory")),
        epochs=1,
        batch_size=8,
    )
