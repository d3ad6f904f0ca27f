"""Oja's rule: a neuron finds the direction in which its input varies most.

Reference: Oja, "A Simplified Neuron Model as a Principal Component Analyzer", 1982.
"""

from builder.kinds.starter import Starter, cell, drawing, grid

STARTER = Starter(
    key="oja",
    order=75,
    chapter="foundations",
    system="hebbian",
    title="Hebb's rule",
    summary="A single neuron that strengthens what fires together finds the main direction of its input.",
    document=drawing(
        grid(
            [
                cell("spiral", "SpiralDynamics"),
                cell("both", "Concatenate", dim=1),
                cell("neuron", "HebbianLayer", out_features=1),
                cell("objective", "Objective", optimizer="SGD", lr=0.01, momentum=0.0),
            ],
            [None, None, cell("answer", "Output")],
            wires={
                "both.input1": "spiral.now",
                "both.input2": "spiral.later",
                "neuron": "both",
                "answer": "neuron",
                "objective.loss": "neuron.loss",
            },
        ),
        epochs=30,
        batch_size=64,
    ),
)
