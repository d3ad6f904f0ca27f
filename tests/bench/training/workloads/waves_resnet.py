"""(e) ResNet-8 for colour pictures: three residual blocks of 16, 32 and 64 channels.

Reference: He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016.
"""

from types import ModuleType
from typing import Any

from builder.datasets.bench_waves import colour_waves
from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.starter import cell, drawing, grid
from tests.bench.training.workload import Workload

CONV3 = {"out_channels": "=channels", "kernel_size": 3, "padding": 1, "bias": False}
BRANCH = {"conv1": "x", "norm1": "conv1", "relu1": "norm1", "conv2": "relu1", "norm2": "conv2"}
SAME = grid(
    [cell("x", "Input"), None, None, None, cell("add", "Add"), cell("relu2", "ReLU"), cell("y", "Output")],
    [None, cell("conv1", "Conv2d", **CONV3), cell("norm1", "BatchNorm2d"), cell("relu1", "ReLU")],
    [None, None, cell("conv2", "Conv2d", **CONV3), cell("norm2", "BatchNorm2d")],
    wires={**BRANCH, "add": "x", "add.other": "norm2", "relu2": "add", "y": "relu2"},
    channels=16,
)
SMALLER = grid(
    [cell("x", "Input"), None, None, None, cell("add", "Add"), cell("relu2", "ReLU"), cell("y", "Output")],
    [None, cell("conv1", "Conv2d", **CONV3, stride=2), cell("norm1", "BatchNorm2d"), cell("relu1", "ReLU")],
    [None, None, cell("conv2", "Conv2d", **CONV3), cell("norm2", "BatchNorm2d")],
    [
        None,
        cell("shrink", "Conv2d", out_channels="=channels", kernel_size=1, stride=2, bias=False),
        cell("norm3", "BatchNorm2d"),
    ],
    wires={
        **BRANCH,
        "shrink": "x",
        "norm3": "shrink",
        "add": "norm3",
        "add.other": "norm2",
        "relu2": "add",
        "y": "relu2",
    },
    channels=32,
)
DOCUMENT = drawing(
    grid(
        [
            cell("waves", "BenchColourWaves"),
            cell("conv", "Conv2d", out_channels=16, kernel_size=3, padding=1, bias=False),
            cell("norm", "BatchNorm2d"),
            cell("relu", "ReLU"),
            cell("stage1", "Block", block="same", channels=16),
            cell("stage2", "Block", block="smaller", channels=32),
        ],
        [
            cell("stage3", "Block", block="smaller", channels=64),
            cell("mean", "AdaptiveAvgPool2d", output_size=1),
            cell("flatten", "Flatten"),
            cell("scores", "Linear", out_features=10),
            cell("loss", "CrossEntropyLoss"),
            cell("objective", "Objective", lr=1e-3),
        ],
        [None, None, None, None, cell("accuracy", "Accuracy")],
        wires={
            "conv": "waves.image",
            "norm": "conv",
            "relu": "norm",
            "stage1.x": "relu",
            "stage2.x": "stage1.y",
            "stage3.x": "stage2.y",
            "mean": "stage3.y",
            "flatten": "mean",
            "scores": "flatten",
            "loss": "scores",
            "loss.target": "waves.label",
            "accuracy": "scores",
            "accuracy.target": "waves.label",
            "objective.loss": "loss.loss",
        },
    ),
    same=SAME,
    smaller=SMALLER,
    epochs=2,
    batch_size=64,
)


class BlockByHand(nn.Module):
    def __init__(self, before: int, channels: int) -> None:
        super().__init__()
        stride = 1 if before == channels else 2
        self.conv1 = nn.Conv2d(before, channels, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(channels)
        if stride == 2:
            shrink = nn.Conv2d(before, channels, 1, stride, bias=False)
            self.skip: nn.Module = nn.Sequential(shrink, nn.BatchNorm2d(channels))
        else:
            self.skip = nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        branch = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))
        return F.relu(self.skip(x) + branch)


def by_hand() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1, bias=False),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        BlockByHand(16, 16),
        BlockByHand(16, 32),
        BlockByHand(32, 64),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(64, 10),
    )


def in_keras(keras: ModuleType) -> Any:
    layers = keras.layers

    def conv(x: Any, channels: int, size: int, stride: int = 1) -> Any:
        x = layers.Conv2D(channels, size, stride, padding="same", use_bias=False)(x)
        return layers.BatchNormalization(momentum=0.9, epsilon=1e-5)(x)

    image = keras.Input((32, 32, 3))
    x = layers.ReLU()(conv(image, 16, 3))
    for channels, stride in ((16, 1), (32, 2), (64, 2)):
        branch = conv(layers.ReLU()(conv(x, channels, 3, stride)), channels, 3)
        x = layers.ReLU()(branch + (x if stride == 1 else conv(x, channels, 1, stride)))
    return keras.Model(image, layers.Dense(10)(layers.GlobalAveragePooling2D()(x)))


WORKLOAD = Workload(
    "e", "ResNet-8 32 x 32, waves, batch 64", DOCUMENT, colour_waves, by_hand, in_keras, epochs=2, rounds=9
)
