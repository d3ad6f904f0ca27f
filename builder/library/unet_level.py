"""The two halves of a level of the U-Net.

Reference: Ronneberger, Fischer and Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation", 2015.
"""

from builder.drawing.document import Value
from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import Cell, cell, grid

REFERENCE = 'Ronneberger, Fischer and Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation", 2015.'
CONVOLVED = {"relu1": "conv1", "conv2": "relu1", "relu2": "conv2"}


def _convolutions() -> list[Cell]:
    facts: dict[str, Value] = {"out_channels": "=channels", "kernel_size": 3, "padding": 1}
    return [
        cell("conv1", "Conv2d", **facts),
        cell("relu1", "ReLU"),
        cell("conv2", "Conv2d", **facts),
        cell("relu2", "ReLU"),
    ]


BLOCKS = (
    ShippedBlock(
        name="unet_down",
        title="U-Net level, down",
        category="Convolution",
        summary="Two convolutions, then half the size; what is seen before that is handed across to the way up.",
        reference=REFERENCE,
        example={"input": (3, 16, 16)},
        block=grid(
            [cell("input", "Input"), *_convolutions(), cell("skip", "Output")],
            [None, None, None, None, cell("pool", "MaxPool2d", kernel_size=2), cell("output", "Output")],
            wires={"conv1": "input", **CONVOLVED, "skip": "relu2", "pool": "relu2", "output": "pool"},
            channels=16,
        ),
    ),
    ShippedBlock(
        name="unet_up",
        title="U-Net level, up",
        category="Convolution",
        summary="Doubles the size, puts the detail from the way down beside it, and convolves both.",
        reference=REFERENCE,
        example={"input": (32, 8, 8), "skip": (16, 16, 16)},
        block=grid(
            [
                cell("input", "Input"),
                cell("enlarge", "ConvTranspose2d", out_channels="=channels", kernel_size=2, stride=2),
                cell("together", "Concatenate", inputs=2),
                *_convolutions(),
                cell("output", "Output"),
            ],
            [cell("skip", "Input")],
            wires={
                "enlarge": "input",
                "together.input1": "skip",
                "together.input2": "enlarge",
                "conv1": "together",
                **CONVOLVED,
                "output": "relu2",
            },
            channels=16,
        ),
    ),
)
