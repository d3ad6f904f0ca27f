"""LeNet-5 in its modern form, for digits of 8 x 8 pixels.

Reference: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998.
"""

from builder.kinds.starter import Bar, Starter, chain

STARTER = Starter(
    key="digits-cnn",
    order=10,
    chapter="vision",
    system="neocognitron-lenet",
    title="Digits, convolutional",
    summary="A small LeNet that learns to read handwritten digits.",
    bars=(Bar("accuracy", 0.9, margin=0.05),),
    document=chain(
        ("conv1", "Conv2d", {"out_channels": 12, "kernel_size": 5, "padding": 2}),
        ("relu1", "ReLU", {}),
        ("pool1", "MaxPool2d", {"kernel_size": 2}),
        ("conv2", "Conv2d", {"out_channels": 32, "kernel_size": 5, "padding": 2}),
        ("relu2", "ReLU", {}),
        ("pool2", "MaxPool2d", {"kernel_size": 2}),
        ("flatten", "Flatten", {}),
        ("fc1", "Linear", {"out_features": 120}),
        ("relu3", "ReLU", {}),
        ("fc2", "Linear", {"out_features": 84}),
        ("relu4", "ReLU", {}),
        ("fc3", "Linear", {"out_features": 10}),
        data=("digits", "Digits", {}),
        feed="image",
        lr=0.002,
        epochs=40,
        batch_size=32,
        seed=0,
    ),
)
