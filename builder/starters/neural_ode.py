"""A neural differential equation.

Reference: Chen, Rubanova, Bettencourt and Duvenaud, "Neural Ordinary Differential Equations", 2018.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid, line

SLOPE = line(
    cell("hidden", "Linear", out_features=32),
    cell("tanh", "Tanh"),
    cell("change", "Linear", out_features=2),
)

STARTER = Starter(
    key="neural-ode",
    order=380,
    chapter="sequences",
    system="neural-ode",
    title="Neural differential equation",
    summary="Learns the law by which points move along a spiral, from where they were and went.",
    bars=(Bar("explained", 0.99, margin=0.08),),
    document=drawing(
        grid(
            [
                cell("spiral", "SpiralDynamics"),
                cell("flow", "ODESolve", block="slope", t1=0.5, steps=5, method="rk4"),
                cell("loss", "MSELoss"),
                cell("objective", "Objective", lr=0.01),
            ],
            [None, None, cell("explained", "R2"), cell("answer", "Output")],
            wires={
                "flow.x": "spiral.now",
                "loss": "flow.y",
                "loss.target": "spiral.later",
                "explained": "flow.y",
                "explained.target": "spiral.later",
                "answer": "flow.y",
                "objective.loss": "loss.loss",
            },
        ),
        slope=SLOPE,
        epochs=30,
        batch_size=64,
    ),
)
