"""The block of ResNet-50 and its larger siblings.

Reference: He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016.
"""

from builder.drawing.document import Block, Value
from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import Cell, cell, grid

REFERENCE = 'He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016.'
WIRES = {
    "narrow": "input",
    "norm1": "narrow",
    "relu1": "norm1",
    "look": "relu1",
    "norm2": "look",
    "relu2": "norm2",
    "widen": "relu2",
    "norm3": "widen",
    "skip.other": "norm3",
    "relu3": "skip",
    "output": "relu3",
}


def _bottleneck(project: list[Cell | None], wires: dict[str, str], step: Value, **params: Value) -> Block:
    inside: dict[str, Value] = {"out_channels": "=channels", "bias": False}
    return grid(
        [
            cell("input", "Input"),
            *project,
            None,
            cell("skip", "Add"),
            cell("relu3", "ReLU"),
            cell("output", "Output"),
        ],
        [
            None,
            cell("narrow", "Conv2d", kernel_size=1, **inside),
            cell("norm1", "BatchNorm2d"),
            cell("relu1", "ReLU"),
        ],
        [
            None,
            cell("look", "Conv2d", kernel_size=3, padding=1, stride=step, **inside),
            cell("norm2", "BatchNorm2d"),
            cell("relu2", "ReLU"),
        ],
        [
            None,
            None,
            cell("widen", "Conv2d", kernel_size=1, out_channels="=4 * channels", bias=False),
            cell("norm3", "BatchNorm2d"),
        ],
        wires={**WIRES, **wires},
        notes=None,
        **params,
    )


BLOCKS = (
    ShippedBlock(
        name="bottleneck",
        title="ResNet bottleneck",
        category="Residual",
        summary="Looks at an image through few channels: narrow, convolve, widen again, and add.",
        reference=REFERENCE,
        example={"input": (256, 8, 8)},
        block=_bottleneck([None, None], {"skip": "input"}, 1, channels=64),
    ),
    ShippedBlock(
        name="bottleneck_down",
        title="ResNet bottleneck, shrinking",
        category="Residual",
        summary="A bottleneck that halves the image and widens it; a 1 x 1 convolution fits the skip.",
        reference=REFERENCE,
        example={"input": (256, 8, 8)},
        block=_bottleneck(
            [
                cell("project", "Conv2d", out_channels="=4 * channels", kernel_size=1, stride="=stride", bias=False),
                cell("norm4", "BatchNorm2d"),
            ],
            {"project": "input", "norm4": "project", "skip": "norm4"},
            "=stride",
            channels=128,
            stride=2,
        ),
    ),
)
