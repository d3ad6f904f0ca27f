"""A small BERT that first fills in hidden words, and then learns from 40 sentences who and what is named in one.

Reference: Devlin, Chang, Lee and Toutanova, "BERT: Pre-training of Deep Bidirectional Transformers for Language
Understanding", 2019.
"""

from builder.drawing.document import Stage
from builder.kinds.starter import Bar, Starter, cell, drawing, grid

WORDS = 50
"""So many words there are; the number after theirs stands for a hidden one."""

ENCODER = grid(
    [
        cell("x", "Input"),
        cell("embed", "Embedding", num_embeddings=WORDS + 1, embedding_dim=32),
        cell("positions", "SinusoidalPositions"),
        cell("norm", "LayerNorm"),
    ],
    [
        cell("layers", "TransformerEncoder", num_layers=2, nhead=4, dim_feedforward=64, dropout=0.1, activation="gelu"),
        cell("y", "Output"),
    ],
    wires={"embed": "x", "positions": "embed", "norm": "positions", "layers.src": "norm", "y": "layers"},
)

STARTER = Starter(
    key="bert-tuned",
    order=342,
    chapter="sequences",
    system="bert",
    title="BERT, pre-trained and fine-tuned",
    summary="Fills in hidden words of many sentences; then 40 of them teach it names of persons, places and firms.",
    bars=(Bar("accuracy", 0.8, margin=0.05),),
    document=drawing(
        grid(
            [
                cell("sentences", "Entities"),
                cell("shown", "Mask", value=float(WORDS)),
                cell("reader", "Block", block="encoder"),
                cell("words", "Linear", out_features=WORDS),
                cell("per_word", "Transpose", dim0=1, dim1=2),
                cell("filled_in", "CrossEntropyLoss"),
                cell("pretrain", "Objective", lr=0.003, over="reader, words"),
            ],
            [
                cell("chance", "Noise", shape=14, kind="uniform"),
                cell("hidden", "Compare", relation="less", value=0.2),
                cell("told", "LogicalNot"),
                cell("wanted", "Mask", value=-100.0),
                cell("guess", "FillMasks", mask=WORDS),
                cell("right_words", "Accuracy"),
            ],
            [
                cell("few", "Entities", only_first=40),
                cell("again", "Share", of="reader"),
                cell("scores", "Linear", out_features=7),
                cell("tags", "Transpose", dim0=1, dim1=2),
                cell("loss", "CrossEntropyLoss"),
                cell("accuracy", "Accuracy"),
                cell("tune", "Objective", lr=0.001, over="reader, scores"),
                cell("answer", "Output"),
            ],
            wires={
                "shown": "sentences.tokens",
                "shown.mask": "hidden",
                "hidden": "chance.noise",
                "told": "hidden",
                "wanted": "sentences.tokens",
                "wanted.mask": "told",
                "reader.x": "shown",
                "words": "reader.y",
                "per_word": "words",
                "filled_in": "per_word",
                "filled_in.target": "wanted",
                "guess.scores": "words",
                "guess.into": "shown",
                "right_words": "per_word",
                "right_words.target": "wanted",
                "pretrain.loss": "filled_in.loss",
                "again.x": "few.tokens",
                "scores": "again.y",
                "tags": "scores",
                "loss": "tags",
                "loss.target": "few.tags",
                "accuracy": "tags",
                "accuracy.target": "few.tags",
                "answer": "tags",
                "tune.loss": "loss.loss",
            },
        ),
        encoder=ENCODER,
        epochs=30 + 40,
        batch_size=32,
        stages=(
            Stage(name="Pre-train", epochs=30, objectives=("pretrain",)),
            Stage(name="Fine-tune", epochs=40, objectives=("tune",), batch_size=10),
        ),
    ),
)
