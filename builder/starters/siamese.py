"""A siamese network: two inputs, one set of weights.

Reference: Bromley, Guyon, LeCun, Säckinger and Shah, "Signature Verification using a Siamese Time Delay Neural
Network", 1993.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line

ENCODER = line(
    cell("conv", "Conv2d", out_channels=16, kernel_size=3, padding=1),
    cell("relu", "ReLU"),
    cell("pool", "MaxPool2d", kernel_size=2),
    cell("flatten", "Flatten"),
    cell("code", "Linear", out_features=32),
)

STARTER = Starter(
    key="siamese",
    order=290,
    chapter="vision",
    system="face-recognition",
    title="Siamese network",
    summary="The same weights look at two digits; the distance between their codes says whether they are one.",
    bars=(Bar("accuracy", 0.72, margin=0.05),),
    document=drawing(
        grid(
            [
                cell("pairs", "DigitPairs"),
                cell("left", "Block", block="encoder"),
                cell("difference", "Subtract"),
                cell("distance", "Square"),
                cell("scores", "Linear", out_features=2),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.003),
            ],
            [
                None,
                cell("right", "Share", of="left"),
                None,
                None,
                None,
                cell("accuracy", "Accuracy"),
                cell("answer", "Output"),
            ],
            wires={
                "left.x": "pairs.first",
                "right.x": "pairs.second",
                "difference": "left.y",
                "difference.other": "right.y",
                "distance": "difference",
                "scores": "distance",
                "loss": "scores",
                "loss.target": "pairs.same",
                "accuracy": "scores",
                "accuracy.target": "pairs.same",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
        ),
        encoder=ENCODER,
        epochs=30,
        batch_size=64,
    ),
)
