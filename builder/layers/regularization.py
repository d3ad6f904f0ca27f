"""Regularization: noise while training, so that a network learns what holds in general."""

from functools import partial

from torch import nn

from builder.kinds.expected import IMAGES
from builder.kinds.shapes import CHANNELS, SIGNALS, VOLUMES
from builder.kinds.torch_layer import TorchLayer

dropout = partial(TorchLayer, category="Regularization", limits={"p": (0, 1)})

LAYERS = (
    dropout(nn.Dropout, summary="While training, sets values to zero at random, so that no single one is relied upon."),
    dropout(
        nn.Dropout1d, summary="While training, sets whole channels of a signal to zero at random.", expects=SIGNALS
    ),
    dropout(nn.Dropout2d, summary="While training, sets whole channels of an image to zero at random.", expects=IMAGES),
    dropout(
        nn.Dropout3d, summary="While training, sets whole channels of a volume to zero at random.", expects=VOLUMES
    ),
    dropout(nn.AlphaDropout, summary="A Dropout that keeps mean and variance, to go with SELU."),
    dropout(
        nn.FeatureAlphaDropout,
        summary="A Dropout of whole channels that keeps mean and variance, to go with SELU.",
        expects=CHANNELS,
    ),
)
