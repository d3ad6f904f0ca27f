"""A small residual network for pictures.

Reference: He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016.
"""

from builder.kinds.starter import Bar, Starter, cell, drawing, grid

BASIC = grid(
    [cell("x", "Input"), None, None, None, cell("skip", "Add"), cell("relu2", "ReLU"), cell("y", "Output")],
    [
        None,
        cell("conv1", "Conv2d", out_channels="=channels", kernel_size=3, padding=1, bias=False),
        cell("norm1", "BatchNorm2d"),
        cell("relu1", "ReLU"),
    ],
    [
        None,
        None,
        cell("conv2", "Conv2d", out_channels="=channels", kernel_size=3, padding=1, bias=False),
        cell("norm2", "BatchNorm2d"),
    ],
    wires={
        "conv1": "x",
        "norm1": "conv1",
        "relu1": "norm1",
        "conv2": "relu1",
        "norm2": "conv2",
        "skip": "x",
        "skip.other": "norm2",
        "relu2": "skip",
        "y": "relu2",
    },
    channels=16,
)

STARTER = Starter(
    key="resnet",
    order=210,
    chapter="vision",
    system="resnet",
    title="Digits, residual network",
    summary="Nine layers of convolutions that learn well because signals may skip them.",
    bars=(Bar("accuracy", 0.92, margin=0.05),),
    document=drawing(
        grid(
            [
                cell("digits", "Digits"),
                cell("enter", "Conv2d", out_channels=12, kernel_size=3, padding=1, bias=False),
                cell("norm", "BatchNorm2d"),
                cell("relu", "ReLU"),
                cell("stage1", "Repeat", block="basic", times=2, channels=12),
                cell("shrink", "Conv2d", out_channels=24, kernel_size=2, stride=2),
            ],
            [
                cell("stage2", "Repeat", block="basic", times=2, channels=24),
                cell("mean", "AdaptiveAvgPool2d", output_size=1),
                cell("flatten", "Flatten"),
                cell("scores", "Linear", out_features=10),
                cell("loss", "CrossEntropyLoss"),
                cell("objective", "Objective", lr=0.003),
            ],
            [None, None, None, None, cell("accuracy", "Accuracy"), cell("answer", "Output")],
            wires={
                "enter": "digits.image",
                "norm": "enter",
                "relu": "norm",
                "stage1.x": "relu",
                "shrink": "stage1.y",
                "stage2.x": "shrink",
                "mean": "stage2.y",
                "flatten": "mean",
                "scores": "flatten",
                "loss": "scores",
                "loss.target": "digits.label",
                "accuracy": "scores",
                "accuracy.target": "digits.label",
                "answer": "scores",
                "objective.loss": "loss.loss",
            },
        ),
        basic=BASIC,
        epochs=15,
        batch_size=50,
    ),
)
