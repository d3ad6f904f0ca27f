"""A deep network of residual blocks.

Reference: He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid

RESIDUAL = grid(
    [cell("x", "Input"), None, None, None, cell("skip", "Add"), cell("y", "Output")],
    [
        None,
        cell("up", "Linear", out_features="=width"),
        cell("relu", "ReLU"),
        cell("down", "Linear", out_features="=width"),
    ],
    wires={"up": "x", "relu": "up", "down": "relu", "skip": "x", "skip.other": "down", "y": "skip"},
    width=16,
)

STARTER = Starter(
    key="residual-mlp",
    order=60,
    chapter="foundations",
    system="mlp",
    title="Two spirals, residual network",
    summary="Twelve layers deep: each block adds a little to what came in.",
    bars=(Bar("accuracy", 0.98, margin=0.05),),
    document=drawing(
        grid(
            [
                cell("spirals", "Spirals"),
                cell("enter", "Linear", out_features=32),
                cell("deep", "Repeat", block="residual", times=6, width=32),
                cell("scores", "Linear", out_features=2),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.003),
            ],
            [None, None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "enter": "spirals.point",
                "deep.x": "enter",
                "scores": "deep.y",
                "loss": "scores",
                "loss.target": "spirals.label",
                "accuracy": "scores",
                "accuracy.target": "spirals.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
        ),
        residual=RESIDUAL,
        epochs=40,
        batch_size=64,
    ),
)
