"""A multilayer perceptron for the digits."""

from builder.kinds.starter import Bar, Starter, chain

STARTER = Starter(
    key="digits-mlp",
    order=20,
    chapter="foundations",
    system="mlp",
    title="Digits, multilayer perceptron",
    summary="Two hidden layers that read handwritten digits pixel by pixel.",
    bars=(Bar("accuracy", 0.8, margin=0.05),),
    document=chain(
        ("flatten", "Flatten", {}),
        ("fc1", "Linear", {"out_features": 128}),
        ("relu1", "ReLU", {}),
        ("fc2", "Linear", {"out_features": 64}),
        ("relu2", "ReLU", {}),
        ("fc3", "Linear", {"out_features": 10}),
        data=("digits", "Digits", {}),
        feed="image",
        lr=0.002,
        epochs=30,
        batch_size=64,
        seed=0,
    ),
)
