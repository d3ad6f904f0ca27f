"""The blocks of DenseNet.

Reference: Huang, Liu, van der Maaten and Weinberger, "Densely Connected Convolutional Networks", 2017.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid, line

REFERENCE = 'Huang, Liu, van der Maaten and Weinberger, "Densely Connected Convolutional Networks", 2017.'
LAYER = grid(
    [cell("input", "Input"), None, None, None, cell("together", "Concatenate", inputs=2), cell("output", "Output")],
    [
        None,
        cell("norm1", "BatchNorm2d"),
        cell("relu1", "ReLU"),
        cell("narrow", "Conv2d", out_channels="=4 * growth", kernel_size=1, bias=False),
    ],
    [
        None,
        cell("norm2", "BatchNorm2d"),
        cell("relu2", "ReLU"),
        cell("grow", "Conv2d", out_channels="=growth", kernel_size=3, padding=1, bias=False),
    ],
    wires={
        "norm1": "input",
        "relu1": "norm1",
        "narrow": "relu1",
        "norm2": "narrow",
        "relu2": "norm2",
        "grow": "relu2",
        "together.input1": "input",
        "together.input2": "grow",
        "output": "together",
    },
    growth=12,
)

BLOCKS = (
    ShippedBlock(
        name="dense_layer",
        title="DenseNet layer",
        category="Convolution",
        summary="Finds a few new channels and puts them beside all that came in, so that nothing is forgotten.",
        reference=REFERENCE,
        example={"input": (16, 8, 8)},
        block=LAYER,
    ),
    ShippedBlock(
        name="dense_block",
        title="DenseNet block",
        category="Convolution",
        summary="Four dense layers in a row: each sees everything that those before it have found.",
        reference=REFERENCE,
        example={"input": (16, 8, 8)},
        needs={"dense_layer": LAYER},
        block=grid(
            [
                cell("input", "Input"),
                *(cell(f"layer{n}", "Block", block="dense_layer", growth="=growth") for n in range(1, 5)),
                cell("output", "Output"),
            ],
            wires={
                "layer1.input": "input",
                "layer2.input": "layer1.output",
                "layer3.input": "layer2.output",
                "layer4.input": "layer3.output",
                "output": "layer4.output",
            },
            growth=12,
        ),
    ),
    ShippedBlock(
        name="dense_transition",
        title="DenseNet transition",
        category="Convolution",
        summary="Stands between dense blocks: fewer channels, and an image of half the size.",
        reference=REFERENCE,
        example={"input": (64, 8, 8)},
        block=line(
            cell("norm", "BatchNorm2d"),
            cell("relu", "ReLU"),
            cell("narrow", "Conv2d", out_channels="=channels", kernel_size=1, bias=False),
            cell("shrink", "AvgPool2d", kernel_size=2),
            into="input",
            out="output",
            channels=32,
        ),
    ),
)
