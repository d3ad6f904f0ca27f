"""Modules of torch.nn that lay values out in another shape."""

from functools import partial

import torch
from torch import nn
from torch.nn import functional as F

from builder.kinds.expected import ANYTHING, IMAGES, Expected
from builder.kinds.shapes import SIGNALS
from builder.kinds.torch_layer import TorchLayer

shape = partial(TorchLayer, category="Shape")
PATCHES = {
    "output_size": (1, 10_000),
    "kernel_size": (1, 1_000),
    "dilation": (1, 1_000),
    "padding": (0, 1_000),
    "stride": (1, 1_000),
}

LAYERS = (
    shape(
        nn.Flatten,
        torch.flatten,
        summary="Lays all values of a sample out in one row, so that a Linear layer can read an image.",
        expects=ANYTHING,
    ),
    shape(
        nn.Unflatten,
        summary="Splits one axis into several, such as a row of values into an image.",
        starts={"dim": 1, "unflattened_size": (1, -1)},
        limits={"unflattened_size": (-1, None)},
        expects=ANYTHING,
    ),
    shape(
        nn.PixelShuffle,
        F.pixel_shuffle,
        summary="Turns groups of channels into finer pixels, which enlarges an image without blurring.",
        starts={"upscale_factor": 2},
        limits={"upscale_factor": (1, 1_000)},
        expects=IMAGES,
    ),
    shape(
        nn.PixelUnshuffle,
        F.pixel_unshuffle,
        summary="Turns small squares of pixels into channels, which shrinks an image and loses nothing.",
        starts={"downscale_factor": 2},
        limits={"downscale_factor": (1, 1_000)},
        expects=IMAGES,
    ),
    shape(
        nn.ChannelShuffle,
        F.channel_shuffle,
        summary="Mixes the order of groups of channels, so that grouped convolutions see each other.",
        starts={"groups": 2},
        limits={"groups": (1, 1_000_000)},
        expects=Expected((3, 4, 5), "signals, images or volumes of shape (N, channels, ...)"),
    ),
    shape(
        nn.Unfold,
        summary="Cuts an image into windows, each laid out as one column: patches for a transformer.",
        starts={"kernel_size": 2},
        limits=PATCHES,
        expects=IMAGES,
    ),
    shape(
        nn.Fold,
        summary="Puts windows back together into an image; where they overlap, they are added.",
        starts={"output_size": 8, "kernel_size": 2},
        limits=PATCHES,
        expects=SIGNALS,
    ),
    shape(
        nn.Upsample,
        summary="Enlarges an image by repeating or blending its pixels; nothing is learned.",
        starts={"scale_factor": 2.0},
        limits={"scale_factor": (0.01, 100)},
        choices={"mode": ("nearest", "linear", "bilinear", "bicubic", "trilinear", "area", "nearest-exact")},
        hidden=frozenset({"size", "recompute_scale_factor", "align_corners"}),
        expects=Expected((3, 4, 5), "signals, images or volumes of shape (N, channels, ...)"),
    ),
)
