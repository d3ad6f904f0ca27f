"""Exclusive or, which no single straight line can solve.

Reference: Minsky and Papert, "Perceptrons", 1969.
"""

from builder.kinds.starter import Starter, chain

STARTER = Starter(
    key="xor",
    order=40,
    title="XOR",
    summary="Four hidden neurons solve what a single one can not.",
    bar=("accuracy", 0.99),
    document=chain(
        ("hidden", "Linear", {"out_features": 4}),
        ("tanh", "Tanh", {}),
        ("scores", "Linear", {"out_features": 2}),
        data=("xor", "Xor", {}),
        feed="point",
        lr=0.02,
        epochs=40,
        batch_size=32,
        seed=0,
    ),
)
