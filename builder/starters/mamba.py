"""A small Mamba.

Reference: Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid

LAYER = grid(
    [cell("x", "Input"), None, None, cell("skip", "Add"), cell("y", "Output")],
    [None, cell("norm", "RMSNorm"), cell("mamba", "MambaBlock", d_state=8)],
    wires={"norm": "x", "mamba": "norm", "skip": "x", "skip.other": "mamba", "y": "skip"},
)

STARTER = Starter(
    key="mamba",
    order=374,
    chapter="sequences",
    system="mamba",
    title="Long memory, Mamba",
    summary="A memory that chooses what it keeps holds the first symbol of a sequence to its end.",
    bars=(Bar("accuracy", 0.97, margin=0.05),),
    document=drawing(
        grid(
            [
                cell("memory", "LongMemory"),
                cell("enter", "Linear", out_features=16),
                cell("layers", "Repeat", block="layer", times=2),
                cell("last", "Select", dim=1, index=-1),
                cell("scores", "Linear", out_features=4),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.005),
            ],
            [None, None, None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "enter": "memory.sequence",
                "layers.x": "enter",
                "last": "layers.y",
                "scores": "last",
                "loss": "scores",
                "loss.target": "memory.label",
                "accuracy": "scores",
                "accuracy.target": "memory.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
        ),
        layer=LAYER,
        epochs=40,
        batch_size=64,
    ),
)
