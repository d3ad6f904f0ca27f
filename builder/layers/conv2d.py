"""Conv2d: torch.nn.Conv2d."""

from torch import nn

from builder.layer import IMAGES, TorchLayer, channels

LAYER = TorchLayer(
    nn.Conv2d,
    category="Convolution",
    summary="Slides small learned filters over an image and reports where each one matches.",
    infer={"in_channels": channels},
    starts={"out_channels": 16, "kernel_size": 3},
    limits={
        "out_channels": (1, 1_000_000),
        "kernel_size": (1, 1_000),
        "stride": (1, 1_000),
        "padding": (0, 1_000),
        "dilation": (1, 1_000),
        "groups": (1, 1_000_000),
    },
    expects=IMAGES,
)
