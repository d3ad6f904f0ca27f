"""Pooling: each small window becomes one value."""

from functools import partial

from torch import nn

from builder.kinds.expected import IMAGES
from builder.kinds.shapes import SIGNALS, VOLUMES
from builder.kinds.spec import OnlyIf
from builder.kinds.torch_layer import TorchLayer

SIZES = {"kernel_size": (1, 1_000), "stride": (1, 1_000), "padding": (0, 500), "dilation": (1, 1_000)}

pool = partial(
    TorchLayer,
    category="Pooling",
    starts={"kernel_size": 2, "norm_type": 2.0},
    limits={**SIZES, "norm_type": (1, 100), "divisor_override": (1, 1_000_000)},
    only_if={"count_include_pad": OnlyIf(field="padding", unless=(0,))},
)
adaptive = partial(TorchLayer, category="Pooling", starts={"output_size": 1}, limits={"output_size": (1, 10_000)})
# torch takes one of output_size and output_ratio; AdaptiveMaxPool is there for the first
fractional = partial(
    TorchLayer,
    category="Pooling",
    starts={"kernel_size": 2, "output_ratio": 0.7},
    limits={"kernel_size": (1, 1_000), "output_ratio": (0.01, 0.99)},
    hidden=frozenset({"output_size", "_random_samples"}),
)

LAYERS = (
    pool(
        nn.MaxPool1d, summary="Shortens a signal by keeping only the strongest value of each window.", expects=SIGNALS
    ),
    pool(
        nn.MaxPool2d,
        summary="Shrinks an image by keeping only the strongest value of each small window.",
        expects=IMAGES,
    ),
    pool(nn.MaxPool3d, summary="Shrinks a volume by keeping only the strongest value of each cube.", expects=VOLUMES),
    pool(nn.AvgPool1d, summary="Shortens a signal by averaging each window.", expects=SIGNALS),
    pool(nn.AvgPool2d, summary="Shrinks an image by averaging each small window.", expects=IMAGES),
    pool(nn.AvgPool3d, summary="Shrinks a volume by averaging each small cube.", expects=VOLUMES),
    pool(nn.LPPool1d, summary="Shortens a signal by the power mean of each window.", expects=SIGNALS),
    pool(nn.LPPool2d, summary="Shrinks an image by a mean between the average and the maximum.", expects=IMAGES),
    pool(nn.LPPool3d, summary="Shrinks a volume by a mean between the average and the maximum.", expects=VOLUMES),
    adaptive(nn.AdaptiveAvgPool1d, summary="Averages a signal of any length down to a chosen length.", expects=SIGNALS),
    adaptive(nn.AdaptiveAvgPool2d, summary="Averages an image of any size down to a chosen size.", expects=IMAGES),
    adaptive(nn.AdaptiveAvgPool3d, summary="Averages a volume of any size down to a chosen size.", expects=VOLUMES),
    adaptive(
        nn.AdaptiveMaxPool1d, summary="Keeps the strongest values of a signal, down to a length.", expects=SIGNALS
    ),
    adaptive(nn.AdaptiveMaxPool2d, summary="Keeps the strongest values of an image, down to a size.", expects=IMAGES),
    adaptive(nn.AdaptiveMaxPool3d, summary="Keeps the strongest values of a volume, down to a size.", expects=VOLUMES),
    fractional(
        nn.FractionalMaxPool2d,
        summary="Shrinks an image to a share of its size with windows placed at random.",
        expects=IMAGES,
    ),
    fractional(
        nn.FractionalMaxPool3d,
        summary="Shrinks a volume to a share of its size with windows placed at random.",
        expects=VOLUMES,
    ),
)
