"""A long short-term memory.

Reference: Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="lstm",
    order=312,
    chapter="sequences",
    system="lstm",
    title="Long memory, LSTM",
    summary="A long short-term memory keeps the first symbol of a sequence to its end.",
    bars=(Bar("accuracy", 0.97, margin=0.05),),
    document=drawing(
        grid(
            [
                cell("memory", "LongMemory"),
                cell("lstm", "LSTM", hidden_size=32),
                cell("last", "Select", dim=1, index=-1),
                cell("scores", "Linear", out_features=4),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.01),
            ],
            [None, None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "lstm": "memory.sequence",
                "last": "lstm",
                "scores": "last",
                "loss": "scores",
                "loss.target": "memory.label",
                "accuracy": "scores",
                "accuracy.target": "memory.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
        ),
        epochs=80,
        batch_size=32,
    ),
)
