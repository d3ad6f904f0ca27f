"""A small vision transformer.

Reference: Dosovitskiy et al., "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale", 2021.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="vit",
    order=220,
    chapter="vision",
    system="vit",
    title="Vision transformer",
    summary="Cuts pictures into patches and reads them as a sentence.",
    bars=(Bar("accuracy", 0.85, margin=0.05),),
    document=drawing(
        grid(
            [
                cell("shapes", "ShapeImages"),
                cell("patches", "PatchEmbedding", embed_dim=32, patch_size=4),
                cell("token", "ClassToken"),
                cell("positions", "LearnedPositions", max_len=17),
                cell(
                    "layers",
                    "TransformerEncoder",
                    num_layers=2,
                    nhead=4,
                    dim_feedforward=64,
                    dropout=0.0,
                    activation="gelu",
                    norm_first=True,
                ),
            ],
            [
                cell("first", "Select", dim=1, index=0),
                cell("norm", "LayerNorm"),
                cell("scores", "Linear", out_features=3),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.003),
            ],
            [None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "patches": "shapes.image",
                "token": "patches",
                "positions": "token",
                "layers.src": "positions",
                "first": "layers",
                "norm": "first",
                "scores": "norm",
                "loss": "scores",
                "loss.target": "shapes.label",
                "accuracy": "scores",
                "accuracy.target": "shapes.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
        ),
        epochs=60,
        batch_size=32,
    ),
)
