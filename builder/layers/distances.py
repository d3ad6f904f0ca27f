"""Distances: how far or how alike two inputs are, sample by sample."""

from functools import partial

from torch import nn

from builder.kinds.expected import ANY_TENSOR, REAL
from builder.kinds.spec import Port
from builder.kinds.torch_layer import TorchLayer

distance = partial(
    TorchLayer,
    category="Distance",
    inputs=(Port(name="x1", accepts=ANY_TENSOR), Port(name="x2", accepts=ANY_TENSOR)),
    limits={"eps": (0, 1), "p": (0, 100)},
    expects={"x1": REAL, "x2": REAL},
)

LAYERS = (
    distance(nn.CosineSimilarity, summary="Says how alike two directions are: 1 for the same, -1 for opposite."),
    distance(nn.PairwiseDistance, summary="Measures how far two vectors are apart, sample by sample."),
)
