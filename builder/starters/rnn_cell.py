"""A recurrent network whose cell is drawn by hand.

Reference: Elman, "Finding Structure in Time", 1990.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid

CELL = grid(
    [
        cell("step", "Input"),
        cell("from_step", "Linear", out_features=32),
        cell("sum", "Add"),
        cell("tanh", "Tanh"),
        cell("output", "Output"),
    ],
    [cell("state", "Input"), cell("from_state", "Linear", out_features=32), None, None, cell("new_state", "Output")],
    wires={
        "from_step": "step",
        "from_state": "state",
        "sum": "from_step",
        "sum.other": "from_state",
        "tanh": "sum",
        "output": "tanh",
        "new_state": "tanh",
    },
)

STARTER = Starter(
    key="rnn-cell",
    order=310,
    chapter="sequences",
    system="rnn",
    title="Digits, row by row",
    summary="A recurrent cell drawn by hand reads a digit from top to bottom, one row at a time.",
    bars=(Bar("accuracy", 0.8, margin=0.05),),
    document=drawing(
        grid(
            [
                cell("digits", "Digits"),
                cell("rows", "Flatten", start_dim=1, end_dim=2),
                cell("read", "Scan", block="cell", state_size=32),
                cell("scores", "Linear", out_features=10),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.005),
            ],
            [None, None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "rows": "digits.image",
                "read.step": "rows",
                "scores": "read.new_state",
                "loss": "scores",
                "loss.target": "digits.label",
                "accuracy": "scores",
                "accuracy.target": "digits.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
        ),
        cell=CELL,
        epochs=30,
        batch_size=64,
    ),
)
