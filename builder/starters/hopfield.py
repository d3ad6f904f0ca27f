"""A Hopfield network: patterns stored by Hebb's rule, without any error passed back.

Reference: Hopfield, "Neural Networks and Physical Systems with Emergent Collective Computational Abilities", 1982.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid

STARTER = Starter(
    key="hopfield",
    order=70,
    chapter="foundations",
    system="hebbian",
    title="Hopfield memory",
    summary="Fire together, wire together: stores five patterns and mends damaged copies of them.",
    bars=(Bar("right", 0.95, margin=0.05),),
    document=drawing(
        grid(
            [
                cell("patterns", "PatternBits"),
                cell("memory", "HopfieldMemory"),
                None,
                cell("objective", "Objective", optimizer="SGD", lr=0.001, momentum=0.0),
            ],
            [None, cell("recall", "Share", of="memory"), cell("right", "BinaryAccuracy"), cell("answer", "Output")],
            wires={
                "memory": "patterns.pattern",
                "recall": "patterns.damaged",
                "right": "recall",
                "right.target": "patterns.pattern",
                "answer": "recall",
                "objective.loss": "memory.loss",
            },
        ),
        epochs=30,
        batch_size=50,
    ),
)
