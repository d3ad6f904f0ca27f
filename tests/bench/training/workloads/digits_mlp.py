"""(a) A multilayer perceptron that reads digits."""

from types import ModuleType
from typing import Any

from builder.datasets.bench_digits import bench_digits
from torch import nn

from builder.kinds.starter import chain
from tests.bench.training.workload import Workload

DOCUMENT = chain(
    ("fc1", "Linear", {"out_features": 128}),
    ("relu1", "ReLU", {}),
    ("fc2", "Linear", {"out_features": 64}),
    ("relu2", "ReLU", {}),
    ("fc3", "Linear", {"out_features": 10}),
    data=("digits", "BenchDigits", {}),
    feed="pixels",
    lr=1e-3,
    batch_size=64,
)


def by_hand() -> nn.Module:
    return nn.Sequential(
        nn.Linear(64, 128),
        nn.ReLU(),
        nn.Linear(128, 64),
        nn.ReLU(),
        nn.Linear(64, 10),
    )


def in_keras(keras: ModuleType) -> Any:
    dense = keras.layers.Dense
    return keras.Sequential([keras.Input((64,)), dense(128, "relu"), dense(64, "relu"), dense(10)])


WORKLOAD = Workload("a", "MLP 64-128-64-10, digits, batch 64", DOCUMENT, bench_digits, by_hand, in_keras, epochs=150)
