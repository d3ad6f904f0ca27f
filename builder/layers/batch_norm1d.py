"""BatchNorm1d: torch.nn.BatchNorm1d."""

from torch import nn

from builder.layer import Expected, TorchLayer, channels

LAYER = TorchLayer(
    nn.BatchNorm1d,
    category="Normalization",
    summary="Rescales each feature to mean 0 and variance 1 over the batch, so that training is steadier.",
    infer={"num_features": channels},
    hidden=frozenset({"track_running_stats"}),
    limits={"eps": (0, 1), "momentum": (0, 1)},
    expects=Expected((2, 3), "rows of shape (N, features) or sequences of shape (N, features, length)"),
)
