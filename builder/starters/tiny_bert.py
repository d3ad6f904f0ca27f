"""A small BERT that fills in hidden letters, with the embedding's weights again at the end.

Reference: Devlin, Chang, Lee and Toutanova, "BERT: Pre-training of Deep Bidirectional Transformers for Language
Understanding", 2019.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="tiny-bert",
    order=340,
    chapter="sequences",
    system="bert",
    title="Tiny BERT",
    summary="Two transformer layers fill in hidden letters from both sides; one set of weights reads and writes.",
    bars=(Bar("accuracy", 0.58, margin=0.05),),
    document=drawing(
        grid(
            [
                cell("text", "MaskedCharacters"),
                cell("embed", "Embedding", num_embeddings=29, embedding_dim=32),
                cell("positions", "SinusoidalPositions"),
                cell("norm", "LayerNorm"),
                cell(
                    "layers",
                    "TransformerEncoder",
                    num_layers=2,
                    nhead=4,
                    dim_feedforward=128,
                    dropout=0.1,
                    activation="gelu",
                ),
            ],
            [
                cell("quiet", "Scale", factor=0.18),
                cell("scores", "TiedLinear", of="embed"),
                cell("per_letter", "Transpose", dim0=1, dim1=2),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.005),
            ],
            [None, None, cell("answer", "Output"), cell("accuracy", "Accuracy"), cell("fill", "FillMasks", mask=28)],
            wires={
                "embed": "text.tokens",
                "positions": "embed",
                "norm": "positions",
                "layers.src": "norm",
                "quiet": "layers",
                "scores": "quiet",
                "answer": "scores",
                "fill.scores": "scores",
                "fill.into": "text.tokens",
                "per_letter": "scores",
                "loss": "per_letter",
                "loss.target": "text.target",
                "accuracy": "per_letter",
                "accuracy.target": "text.target",
                "objective.loss": "loss.loss",
            },
        ),
        epochs=40,
        batch_size=32,
    ),
)
