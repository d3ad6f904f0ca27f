"""Embeddings: a learned vector for each token or class."""

from functools import partial

from torch import nn

from builder.kinds.expected import TENSOR_OR_LABEL, WHOLE, Expected
from builder.kinds.spec import OnlyIf, Port
from builder.kinds.torch_layer import TorchLayer

embedding = partial(
    TorchLayer,
    category="Embedding",
    inputs=(Port(name="input", accepts=TENSOR_OR_LABEL, help="Whole numbers below num_embeddings."),),
    starts={"num_embeddings": 1_000, "embedding_dim": 64},
    limits={
        "num_embeddings": (1, 100_000_000),
        "embedding_dim": (1, 1_000_000),
        "max_norm": (0, None),
        "norm_type": (0, 100),
    },
    only_if={"norm_type": OnlyIf(field="max_norm", unless=(None,))},
    hidden=frozenset({"sparse", "include_last_offset"}),
)

LAYERS = (
    embedding(nn.Embedding, summary="Looks up a learned vector for each token or class.", expects=WHOLE),
    embedding(
        nn.EmbeddingBag,
        summary="Looks up a learned vector for each token and averages them: one vector per sample.",
        choices={"mode": ("sum", "mean", "max")},
        expects=Expected((2,), "rows of tokens, whole numbers of shape (N, tokens)", "whole"),
    ),
)
