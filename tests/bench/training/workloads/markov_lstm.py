"""(c) A long short-term memory that tells four Markov chains apart."""

from types import ModuleType
from typing import Any

from builder.datasets.bench_markov import markov_sequences
from torch import Tensor, nn

from builder.kinds.starter import cell, drawing, grid
from tests.bench.training.workload import Workload

DOCUMENT = drawing(
    grid(
        [
            cell("data", "BenchMarkovSequences"),
            cell("embed", "Embedding", num_embeddings=32, embedding_dim=32),
            cell("lstm", "LSTM", hidden_size=64),
            cell("last", "Select", dim=1, index=-1),
            cell("scores", "Linear", out_features=4),
        ],
        [
            cell("loss", "CrossEntropyLoss"),
            cell("accuracy", "Accuracy"),
            cell("objective", "Objective", lr=3e-3),
        ],
        wires={
            "embed": "data.tokens",
            "lstm": "embed",
            "last": "lstm",
            "scores": "last",
            "loss": "scores",
            "loss.target": "data.chain",
            "accuracy": "scores",
            "accuracy.target": "data.chain",
            "objective.loss": "loss.loss",
        },
    ),
    epochs=6,
    batch_size=64,
)


class ByHand(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(32, 32)
        self.lstm = nn.LSTM(32, 64, batch_first=True)
        self.scores = nn.Linear(64, 4)

    def forward(self, tokens: Tensor) -> Tensor:
        read, _ = self.lstm(self.embed(tokens))
        return self.scores(read[:, -1])


def in_keras(keras: ModuleType) -> Any:
    layers = keras.layers
    return keras.Sequential([keras.Input((40,)), layers.Embedding(32, 32), layers.LSTM(64), layers.Dense(4)])


WORKLOAD = Workload("c", "LSTM 64, length 40, batch 64", DOCUMENT, markov_sequences, ByHand, in_keras, epochs=6)
