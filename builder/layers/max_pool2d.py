"""MaxPool2d: torch.nn.MaxPool2d."""

from torch import nn

from builder.layer import IMAGES, TorchLayer

LAYER = TorchLayer(
    nn.MaxPool2d,
    category="Pooling",
    summary="Shrinks an image by keeping only the strongest value of each small window.",
    starts={"kernel_size": 2},
    limits={"kernel_size": (1, 1_000), "stride": (1, 1_000), "padding": (0, 500), "dilation": (1, 1_000)},
    expects=IMAGES,
)
