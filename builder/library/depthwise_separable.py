"""The convolution of MobileNet.

Reference: Howard et al., "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications", 2017.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, line

BLOCK = ShippedBlock(
    name="depthwise_separable",
    title="Depthwise separable convolution",
    category="Convolution",
    summary="A convolution in two cheap steps: each channel by itself, then all channels at each pixel.",
    reference='Howard et al., "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications", '
    "2017.",
    example={"input": (16, 8, 8)},
    block=line(
        cell(
            "look",
            "Conv2d",
            out_channels="=in_channels",
            groups="=in_channels",
            kernel_size=3,
            padding=1,
            stride="=stride",
            bias=False,
        ),
        cell("norm1", "BatchNorm2d"),
        cell("relu1", "ReLU"),
        cell("mix", "Conv2d", out_channels="=channels", kernel_size=1, bias=False),
        cell("norm2", "BatchNorm2d"),
        cell("relu2", "ReLU"),
        into="input",
        out="output",
        in_channels=16,
        channels=32,
        stride=1,
    ),
)
