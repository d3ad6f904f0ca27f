"""(f) A tiny multilayer perceptron for the two moons."""

from types import ModuleType
from typing import Any

from torch import nn

from builder.datasets.two_moons import two_moons
from builder.kinds.starter import chain
from tests.bench.training.workload import Workload

DOCUMENT = chain(
    ("fc1", "Linear", {"out_features": 8}),
    ("relu1", "ReLU", {}),
    ("fc2", "Linear", {"out_features": 8}),
    ("relu2", "ReLU", {}),
    ("fc3", "Linear", {"out_features": 2}),
    data=("moons", "TwoMoons", {}),
    feed="point",
    lr=1e-2,
    batch_size=32,
)


def by_hand() -> nn.Module:
    return nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 2))


def in_keras(keras: ModuleType) -> Any:
    dense = keras.layers.Dense
    return keras.Sequential([keras.Input((2,)), dense(8, "relu"), dense(8, "relu"), dense(2)])


WORKLOAD = Workload("f", "MLP 2-8-8-2, two moons, batch 32", DOCUMENT, two_moons, by_hand, in_keras, epochs=200)
