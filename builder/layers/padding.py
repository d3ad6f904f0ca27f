"""Padding: a border around a signal, an image or a volume."""

from functools import partial

from torch import nn

from builder.kinds.expected import IMAGES
from builder.kinds.shapes import SIGNALS, VOLUMES
from builder.kinds.torch_layer import TorchLayer

pad = partial(TorchLayer, category="Padding", starts={"padding": 1, "value": 0.0}, limits={"padding": (0, 10_000)})

LAYERS = (
    pad(nn.ZeroPad1d, summary="Puts zeros before and after a signal.", expects=SIGNALS),
    pad(nn.ZeroPad2d, summary="Puts a border of zeros around an image.", expects=IMAGES),
    pad(nn.ZeroPad3d, summary="Puts a border of zeros around a volume.", expects=VOLUMES),
    pad(nn.ConstantPad1d, summary="Puts a fixed value before and after a signal.", expects=SIGNALS),
    pad(nn.ConstantPad2d, summary="Puts a border of a fixed value around an image.", expects=IMAGES),
    pad(nn.ConstantPad3d, summary="Puts a border of a fixed value around a volume.", expects=VOLUMES),
    pad(nn.ReflectionPad1d, summary="Lengthens a signal at both ends by its own mirror image.", expects=SIGNALS),
    pad(nn.ReflectionPad2d, summary="Surrounds an image with its own mirror image.", expects=IMAGES),
    pad(nn.ReflectionPad3d, summary="Surrounds a volume with its own mirror image.", expects=VOLUMES),
    pad(nn.ReplicationPad1d, summary="Lengthens a signal by repeating its first and last value.", expects=SIGNALS),
    pad(nn.ReplicationPad2d, summary="Surrounds an image with copies of its edge pixels.", expects=IMAGES),
    pad(nn.ReplicationPad3d, summary="Surrounds a volume with copies of its edge values.", expects=VOLUMES),
    pad(
        nn.CircularPad1d, summary="Joins a signal's ends as in a ring: its end comes before its start.", expects=SIGNALS
    ),
    pad(
        nn.CircularPad2d,
        summary="Wraps an image around like a torus: its left edge continues on the right.",
        expects=IMAGES,
    ),
    pad(nn.CircularPad3d, summary="Wraps a volume around: each face continues on the opposite one.", expects=VOLUMES),
)
