"""The blocks of ResNet-18 and ResNet-34.

Reference: He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016.
"""

from builder.drawing.document import Value
from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import Cell, cell, grid

REFERENCE = 'He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016.'
WIRES = {
    "conv1": "input",
    "norm1": "conv1",
    "relu1": "norm1",
    "conv2": "relu1",
    "norm2": "conv2",
    "skip.other": "norm2",
    "relu2": "skip",
    "output": "relu2",
}


def _conv(id: str, **params: Value) -> Cell:
    return cell(id, "Conv2d", out_channels="=channels", kernel_size=3, padding=1, bias=False, **params)


BLOCKS = (
    ShippedBlock(
        name="resnet_basic",
        title="ResNet basic block",
        category="Residual",
        summary="Adds to an image what two convolutions find in it; the signal can pass unchanged.",
        reference=REFERENCE,
        example={"input": (64, 8, 8)},
        block=grid(
            [
                cell("input", "Input"),
                None,
                None,
                None,
                cell("skip", "Add"),
                cell("relu2", "ReLU"),
                cell("output", "Output"),
            ],
            [None, _conv("conv1"), cell("norm1", "BatchNorm2d"), cell("relu1", "ReLU")],
            [None, None, _conv("conv2"), cell("norm2", "BatchNorm2d")],
            wires={**WIRES, "skip": "input"},
            channels=64,
        ),
    ),
    ShippedBlock(
        name="resnet_basic_down",
        title="ResNet basic block, shrinking",
        category="Residual",
        summary="A ResNet block that halves the image and widens it; a 1 x 1 convolution fits the skip.",
        reference=REFERENCE,
        example={"input": (64, 8, 8)},
        block=grid(
            [
                cell("input", "Input"),
                cell("project", "Conv2d", out_channels="=channels", kernel_size=1, stride="=stride", bias=False),
                cell("norm3", "BatchNorm2d"),
                None,
                cell("skip", "Add"),
                cell("relu2", "ReLU"),
                cell("output", "Output"),
            ],
            [None, _conv("conv1", stride="=stride"), cell("norm1", "BatchNorm2d"), cell("relu1", "ReLU")],
            [None, None, _conv("conv2"), cell("norm2", "BatchNorm2d")],
            wires={**WIRES, "project": "input", "norm3": "project", "skip": "norm3"},
            channels=128,
            stride=2,
        ),
    ),
)
