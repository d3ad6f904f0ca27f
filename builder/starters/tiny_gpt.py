"""A small GPT that writes letter by letter.

Reference: Radford et al., "Language Models are Unsupervised Multitask Learners", 2019.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid

LAYER = grid(
    [cell("x", "Input"), None, None, cell("seen", "Add"), None, cell("thought", "Add"), cell("y", "Output")],
    [None, cell("norm1", "LayerNorm"), cell("attention", "CausalSelfAttention", n_head=4)],
    [
        None,
        cell("norm2", "LayerNorm"),
        cell("up", "Linear", out_features="=4 * width"),
        cell("gelu", "GELU"),
        cell("down", "Linear", out_features="=width"),
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
    width=32,
)

STARTER = Starter(
    key="tiny-gpt",
    order=350,
    chapter="sequences",
    system="gpt",
    title="Tiny GPT",
    summary="Two transformer layers learn to continue a text, letter by letter.",
    bars=(Bar("accuracy", 0.75, margin=0.05),),
    document=drawing(
        grid(
            [
                cell("text", "Characters"),
                cell("embed", "Embedding", num_embeddings=28, embedding_dim=32),
                cell("positions", "LearnedPositions", max_len=32),
                cell("layers", "Repeat", block="layer", times=2, width=32),
                cell("norm", "LayerNorm"),
            ],
            [
                cell("scores", "Linear", out_features=28),
                cell("per_letter", "Transpose", dim0=1, dim1=2),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.005),
            ],
            [
                None,
                cell("answer", "Output"),
                cell("accuracy", "Accuracy"),
                cell("write", "GenerateTokens", kept=8, length=100, temperature=0.7),
            ],
            wires={
                "embed": "text.tokens",
                "positions": "embed",
                "layers.x": "positions",
                "norm": "layers.y",
                "scores": "norm",
                "answer": "scores",
                "write.scores": "scores",
                "write.into": "text.tokens",
                "per_letter": "scores",
                "loss": "per_letter",
                "loss.target": "text.next",
                "accuracy": "per_letter",
                "accuracy.target": "text.next",
                "objective.loss": "loss.loss",
            },
        ),
        layer=LAYER,
        epochs=30,
        batch_size=32,
    ),
)
