"""(d) A small GPT: four layers of 128, context 128."""

from types import ModuleType
from typing import Any

import torch
from builder.datasets.bench_markov import markov_text
from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.starter import cell, drawing, grid
from builder.starters.parts.gpt_layer import gpt_layer
from tests.bench.training.workload import Workload, per_token

LAYER = gpt_layer(4, 512, 128, {})
DOCUMENT = drawing(
    grid(
        [
            cell("text", "BenchMarkovText"),
            cell("embed", "Embedding", num_embeddings=65, embedding_dim=128),
            cell("positions", "LearnedPositions", max_len=128),
            cell("layers", "Repeat", block="layer", times=4),
            cell("norm", "LayerNorm"),
            cell("scores", "Linear", out_features=65),
        ],
        [
            cell("per_token", "Transpose", dim0=1, dim1=2),
            cell("loss", "CrossEntropyLoss"),
            cell("accuracy", "Accuracy"),
            cell("objective", "Objective", lr=1e-3),
        ],
        wires={
            "embed": "text.tokens",
            "positions": "embed",
            "layers.x": "positions",
            "norm": "layers.y",
            "scores": "norm",
            "per_token": "scores",
            "loss": "per_token",
            "loss.target": "text.next",
            "accuracy": "per_token",
            "accuracy.target": "text.next",
            "objective.loss": "loss.loss",
        },
    ),
    layer=LAYER,
    epochs=1,
    batch_size=16,
)


class LayerByHand(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm1, self.attend, self.gathered = nn.LayerNorm(128), nn.Linear(128, 384), nn.Linear(128, 128)
        self.norm2, self.up, self.down = nn.LayerNorm(128), nn.Linear(128, 512), nn.Linear(512, 128)

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = (part.unflatten(-1, (4, 32)).transpose(1, 2) for part in self.attend(self.norm1(x)).split(128, -1))
        seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)  # (N, 4, T, 32)
        x = x + self.gathered(seen.transpose(1, 2).flatten(2))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class ByHand(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(65, 128)
        self.positions = nn.Embedding(128, 128)
        nn.init.normal_(self.positions.weight, std=0.02)
        self.layers = nn.ModuleList(LayerByHand() for _ in range(4))
        self.norm, self.scores = nn.LayerNorm(128), nn.Linear(128, 65)

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.embed(tokens) + self.positions(torch.arange(128))
        for layer in self.layers:
            x = layer(x)
        return self.scores(self.norm(x))


def in_keras(keras: ModuleType) -> Any:
    layers = keras.layers

    class Positions(layers.Layer):
        def build(self, shape: Any) -> None:
            self.positions = self.add_weight(shape=(128, 128), initializer="random_normal")

        def call(self, x: Any) -> Any:
            return x + self.positions

    tokens = keras.Input((128,), dtype="int32")
    x = Positions()(layers.Embedding(65, 128)(tokens))
    for _ in range(4):
        normed = layers.LayerNormalization(epsilon=1e-5)(x)
        x = x + layers.MultiHeadAttention(4, 32)(normed, normed, use_causal_mask=True)
        wide = layers.Dense(512, "gelu")(layers.LayerNormalization(epsilon=1e-5)(x))
        x = x + layers.Dense(128)(wide)
    return keras.Model(tokens, layers.Dense(65)(layers.LayerNormalization(epsilon=1e-5)(x)))


WORKLOAD = Workload(
    "d",
    "GPT 4 x 128, context 128, batch 16",
    DOCUMENT,
    markov_text,
    ByHand,
    in_keras,
    epochs=1,
    loss=per_token,
    rounds=9,
)
