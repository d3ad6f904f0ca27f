"""A shallow network that fits a curve.

Reference: Cybenko, "Approximation by Superpositions of a Sigmoidal Function", 1989.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="curve-mlp",
    order=50,
    chapter="foundations",
    system="shallow-universal",
    title="Fit a curve",
    summary="One hidden layer bends into any curve; its width decides how well.",
    bars=(Bar("explained", 0.93, margin=0.08),),
    document=drawing(
        grid(
            [
                cell("curve", "Curve"),
                cell("hidden", "Linear", out_features=32),
                cell("tanh", "Tanh"),
                cell("height", "Linear", out_features=1),
                cell("loss", "MSELoss"),
                cell("objective", "Objective", lr=0.02),
            ],
            [None, None, None, None, cell("explained", "R2"), cell("answer", "Output")],
            wires={
                "hidden": "curve.x",
                "tanh": "hidden",
                "height": "tanh",
                "loss": "height",
                "loss.target": "curve.y",
                "explained": "height",
                "explained.target": "curve.y",
                "answer": "height",
                "objective.loss": "loss.loss",
            },
        ),
        epochs=60,
        batch_size=64,
    ),
)
