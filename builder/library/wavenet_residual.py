"""The gated residual layer of WaveNet, drawn out.

Reference: van den Oord et al., "WaveNet: A Generative Model for Raw Audio", 2016.
"""

from builder.drawing.document import Value
from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import Cell, cell, grid


def _looks_back(id: str) -> Cell:
    width: dict[str, Value] = {"out_channels": "=channels", "kernel_size": 2, "dilation": "=dilation"}
    return cell(id, "CausalConv1d", **width)


BLOCK = ShippedBlock(
    name="wavenet_residual",
    title="WaveNet layer, drawn out",
    category="Convolution",
    summary="Looks back in time through a gate, adds what it found, and hands it to the answer too.",
    reference='van den Oord et al., "WaveNet: A Generative Model for Raw Audio", 2016.',
    example={"input": (16, 20)},
    block=grid(
        [cell("input", "Input"), *[None] * 4, cell("sum", "Add"), cell("output", "Output")],
        [
            None,
            _looks_back("filter"),
            cell("tanh", "Tanh"),
            cell("gated", "Multiply"),
            cell("residual", "Conv1d", out_channels="=channels", kernel_size=1),
        ],
        [
            None,
            _looks_back("gate"),
            cell("sigmoid", "Sigmoid"),
            None,
            cell("to_skip", "Conv1d", out_channels="=skip_channels", kernel_size=1),
            None,
            cell("skip", "Output"),
        ],
        wires={
            "filter": "input",
            "tanh": "filter",
            "gate": "input",
            "sigmoid": "gate",
            "gated": "tanh",
            "gated.other": "sigmoid",
            "residual": "gated",
            "sum": "input",
            "sum.other": "residual",
            "output": "sum",
            "to_skip": "gated",
            "skip": "to_skip",
        },
        channels=16,
        skip_channels=64,
        dilation=1,
    ),
)
