"""LeNet-5 with fewer channels, for digits written with a pen.

Reference: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998.
"""

from builder.kinds.starter import Bar, Starter, chain

STARTER = Starter(
    key="pen-digits",
    order=5,
    chapter="vision",
    system="neocognitron-lenet",
    title="Pen digits",
    summary="A small LeNet that learns to read digits written with a pen: yours too.",
    document=chain(
        ("conv1", "Conv2d", {"out_channels": 8, "kernel_size": 5, "padding": 2}),
        ("relu1", "ReLU", {}),
        ("pool1", "MaxPool2d", {"kernel_size": 2}),
        ("conv2", "Conv2d", {"out_channels": 16, "kernel_size": 5, "padding": 2}),
        ("relu2", "ReLU", {}),
        ("pool2", "MaxPool2d", {"kernel_size": 2}),
        ("flatten", "Flatten", {}),
        ("fc1", "Linear", {"out_features": 64}),
        ("relu3", "ReLU", {}),
        ("dropout", "Dropout", {"p": 0.25}),
        ("fc2", "Linear", {"out_features": 10}),
        data=("digits", "PenDigits", {}),
        feed="image",
        lr=0.002,
        epochs=15,
        batch_size=32,
        seed=0,
    ),
    bars=(Bar("accuracy", 0.99, margin=0.05),),
)
