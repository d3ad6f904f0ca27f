"""BatchNorm2d: torch.nn.BatchNorm2d."""

from torch import nn

from builder.layer import IMAGES, TorchLayer, channels

LAYER = TorchLayer(
    nn.BatchNorm2d,
    category="Normalization",
    summary="Rescales each channel to mean 0 and variance 1 over the batch, so that training is steadier.",
    infer={"num_features": channels},
    hidden=frozenset({"track_running_stats"}),
    limits={"eps": (0, 1), "momentum": (0, 1)},
    expects=IMAGES,
)
