"""A diagonal state space model.

Reference: Gu, Gupta, Goel and Re, "On the Parameterization and Initialization of Diagonal State Space Models", 2022.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid

LAYER = grid(
    [cell("x", "Input"), None, None, None, None, cell("skip", "Add"), cell("y", "Output")],
    [
        None,
        cell("norm", "LayerNorm"),
        cell("memory", "S4D", d_state=16),
        cell("gelu", "GELU"),
        cell("mix", "Linear", out_features="=width"),
    ],
    wires={
        "norm": "x",
        "memory": "norm",
        "gelu": "memory",
        "mix": "gelu",
        "skip": "x",
        "skip.other": "mix",
        "y": "skip",
    },
    width=16,
)

STARTER = Starter(
    key="s4d",
    order=370,
    chapter="sequences",
    system="s4",
    title="Long memory, state space",
    summary="Damped waves remember the first symbol of a sequence to its end.",
    bars=(Bar("accuracy", 0.97, margin=0.05),),
    document=drawing(
        grid(
            [
                cell("memory", "LongMemory"),
                cell("enter", "Linear", out_features=16),
                cell("layers", "Repeat", block="layer", times=2, width=16),
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
