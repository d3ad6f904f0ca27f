"""A multilayer perceptron for the two moons."""

from builder.kinds.starter import Bar, Starter, chain

STARTER = Starter(
    key="two-moons-mlp",
    order=30,
    chapter="foundations",
    system="mlp",
    title="Two moons",
    summary="Two small hidden layers that bend a border between two crescents.",
    bars=(Bar("accuracy", 0.97, margin=0.05),),
    document=chain(
        ("fc1", "Linear", {"out_features": 8}),
        ("relu1", "ReLU", {}),
        ("fc2", "Linear", {"out_features": 8}),
        ("relu2", "ReLU", {}),
        ("fc3", "Linear", {"out_features": 2}),
        data=("moons", "TwoMoons", {}),
        feed="point",
        lr=0.01,
        epochs=60,
        batch_size=32,
        seed=0,
    ),
)
