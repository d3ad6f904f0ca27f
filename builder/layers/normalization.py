"""Normalization: values brought to mean 0 and variance 1, so that training is steadier."""

from functools import partial

from torch import nn

from builder.kinds.expected import IMAGES, Expected
from builder.kinds.shapes import CHANNELS, SIGNALS, VOLUMES
from builder.kinds.spec import OnlyIf
from builder.kinds.torch_layer import TorchLayer, channels, features

LIMITS = {"eps": (0, 1), "momentum": (0, 1)}
BIAS = {"bias": OnlyIf(field="affine", among=(True,))}

# without running statistics a network can't answer for one sample alone
over_batch = partial(
    TorchLayer,
    category="Normalization",
    infer={"num_features": channels},
    hidden=frozenset({"track_running_stats"}),
    limits=LIMITS,
    only_if=BIAS,
)
over_sample = partial(
    TorchLayer,
    category="Normalization",
    infer={"num_features": channels},
    hidden=frozenset({"track_running_stats", "momentum"}),
    limits=LIMITS,
    only_if=BIAS,
)
over_features = partial(
    TorchLayer,
    category="Normalization",
    infer={"normalized_shape": features},
    limits=LIMITS,
    only_if={"bias": OnlyIf(field="elementwise_affine", among=(True,))},
)

LAYERS = (
    over_batch(
        nn.BatchNorm1d,
        summary="Rescales each feature to mean 0 and variance 1 over the batch, so that training is steadier.",
        expects=Expected((2, 3), "rows of shape (N, features) or sequences of shape (N, features, length)"),
    ),
    over_batch(
        nn.BatchNorm2d,
        summary="Rescales each channel to mean 0 and variance 1 over the batch, so that training is steadier.",
        expects=IMAGES,
    ),
    over_batch(
        nn.BatchNorm3d,
        summary="Rescales each channel of a volume to mean 0 and variance 1 over the batch.",
        expects=VOLUMES,
    ),
    over_sample(
        nn.InstanceNorm1d,
        summary="Rescales each channel of each signal to mean 0 and variance 1.",
        expects=SIGNALS,
    ),
    over_sample(
        nn.InstanceNorm2d,
        summary="Rescales each channel of each image to mean 0 and variance 1, which removes its contrast.",
        expects=IMAGES,
    ),
    over_sample(
        nn.InstanceNorm3d,
        summary="Rescales each channel of each volume to mean 0 and variance 1.",
        expects=VOLUMES,
    ),
    over_features(
        nn.LayerNorm,
        summary="Rescales the features of each sample or token to mean 0 and variance 1; used in transformers.",
    ),
    over_features(
        nn.RMSNorm,
        summary="Rescales the features of each token to size 1 without moving their mean; used in recent transformers.",
    ),
    TorchLayer(
        nn.GroupNorm,
        category="Normalization",
        summary="Rescales groups of channels in each sample to mean 0 and variance 1, whatever the batch size.",
        infer={"num_channels": channels},
        starts={"num_groups": 1},
        limits={**LIMITS, "num_groups": (1, 1_000_000)},
        only_if=BIAS,
        expects=CHANNELS,
    ),
    TorchLayer(
        nn.LocalResponseNorm,
        category="Normalization",
        summary="Quiets a channel where its neighbours are strong, as AlexNet did.",
        starts={"size": 5},
        limits={"size": (1, 1_000_000)},
        expects=Expected((3, 4, 5), "signals, images or volumes of shape (N, channels, ...)"),
    ),
)
