"""(b) A small convolutional network for grey pictures."""

from types import ModuleType
from typing import Any

from builder.datasets.bench_waves import grey_waves
from torch import nn

from builder.kinds.starter import chain
from tests.bench.training.workload import Workload

DOCUMENT = chain(
    ("conv1", "Conv2d", {"out_channels": 16, "kernel_size": 3, "padding": 1}),
    ("relu1", "ReLU", {}),
    ("pool1", "MaxPool2d", {"kernel_size": 2}),
    ("conv2", "Conv2d", {"out_channels": 32, "kernel_size": 3, "padding": 1}),
    ("relu2", "ReLU", {}),
    ("pool2", "MaxPool2d", {"kernel_size": 2}),
    ("flatten", "Flatten", {}),
    ("fc1", "Linear", {"out_features": 64}),
    ("relu3", "ReLU", {}),
    ("fc2", "Linear", {"out_features": 10}),
    data=("waves", "BenchGreyWaves", {}),
    feed="image",
    lr=1e-3,
    batch_size=128,
)


def by_hand() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(32 * 7 * 7, 64),
        nn.ReLU(),
        nn.Linear(64, 10),
    )


def in_keras(keras: ModuleType) -> Any:
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(16, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(64, "relu"),
            layers.Dense(10),
        ]
    )


WORKLOAD = Workload("b", "CNN 28 x 28, waves, batch 128", DOCUMENT, grey_waves, by_hand, in_keras, epochs=2)
