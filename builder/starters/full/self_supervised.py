"""wav2vec 2.0 as published."""

from __future__ import annotations

import json

from builder.drawing.document import Block, Document
from builder.kinds.starter import Cell, cell, drawing, grid, line
from builder.starters.parts.contrast import contrast

VALUES, MOMENTS, WIDTH = 16_000, 49, 768
"""A second of sound, how many moments are left of it, and how many features each has."""
KERNELS = (10, 3, 3, 3, 3, 2, 2)


def wav2vec_base() -> Document:
    """The encoder of the base model; it is trained to find the features of hidden moments, without a quantiser."""
    main = grid(
        [
            cell("sound", "Noise", shape=(1, VALUES)),
            cell("ears", "Block", block="ears"),
            cell("shown", "Where"),
            cell("positions", "Block", block="positions"),
            cell("norm", "LayerNorm"),
            cell(
                "layers",
                "TransformerEncoder",
                num_layers=12,
                nhead=12,
                dim_feedforward=3072,
                activation="gelu",
            ),
            cell("answer", "Output"),
        ],
        [
            cell("chance", "Noise", shape=(1, MOMENTS), kind="uniform"),
            cell("by_moment", "Transpose", dim0=1, dim1=2),
            cell("hidden", "Compare", relation="less", value=0.5),
            cell("target", "Detach"),
            cell("over_time", "Transpose", dim0=1, dim1=2),
            cell("contrast", "Block", block="contrast"),
            cell("loss", "CrossEntropyLoss"),
            cell("objective", "Objective", lr=0.0005),
        ],
        [cell("blank", "Parameter", shape=WIDTH, start="uniform", level=0.5, spread=0.5)],
        wires={
            "ears.x": "sound.noise",
            "by_moment": "chance.noise",
            "hidden": "by_moment",
            "shown.condition": "hidden",
            "shown": "blank",
            "shown.other": "ears.y",
            "positions.x": "shown",
            "norm": "positions.y",
            "layers.src": "norm",
            "answer": "layers",
            "target": "ears.y",
            "contrast.guess": "layers",
            "over_time": "target",
            "contrast.q": "over_time",
            "contrast.hidden": "hidden",
            "loss": "contrast.scores",
            "loss.target": "contrast.place",
            "objective.loss": "loss.loss",
        },
    )
    return drawing(main, ears=_ears(), positions=_positions(), contrast=contrast(MOMENTS, 10.0), epochs=1, batch_size=8)


def _ears() -> Block:
    """Seven convolutions without biases, the first with a norm of its own, and a projection."""
    cells: list[Cell] = []
    for at, kernel in enumerate(KERNELS):
        stride = 2 if at else 5
        cells.append(cell(f"conv{at}", "Conv1d", out_channels=512, kernel_size=kernel, stride=stride, bias=False))
        cells += [] if at else [cell("norm0", "GroupNorm", num_groups=512)]
        cells.append(cell(f"gelu{at}", "GELU"))
    return line(
        *cells,
        cell("moments", "Transpose", dim0=1, dim1=2),
        cell("norm", "LayerNorm"),
        cell("project", "Linear", out_features=WIDTH),
    )


def _positions() -> Block:
    """A convolution over 128 moments, whose weights are learned as a direction and a length for each of the 128."""
    convolution = {
        "input": {"input": 0},
        "weight": {"input": 1},
        "bias": {"input": 2},
        "stride": [1],
        "padding": [64],
        "dilation": [1],
        "transposed": False,
        "output_padding": [0],
        "groups": 16,
    }
    return grid(
        [
            cell("x", "Input"),
            cell("over_time", "Transpose", dim0=1, dim1=2),
            None,
            None,
            cell("near", "Aten", op="aten.convolution.default", arguments=json.dumps(convolution)),
            cell("as_many", "Slice", dim=2, start=0, end=-1),
            cell("gelu", "GELU"),
        ],
        [
            cell("v", "Parameter", shape=(WIDTH, WIDTH // 16, 128), start="normal", spread=0.006),
            cell("size", "Norm", dim=(0, 1), keepdim=True),
            cell("direction", "Divide"),
            cell("weight", "Multiply"),
            cell("bias", "Parameter", shape=WIDTH),
            cell("by_moment", "Transpose", dim0=1, dim1=2),
            cell("placed", "Add"),
            cell("y", "Output"),
        ],
        [None, None, cell("g", "Parameter", shape=(1, 1, 128), start="ones")],
        wires={
            "over_time": "x",
            "size": "v",
            "direction": "v",
            "direction.other": "size",
            "weight": "direction",
            "weight.other": "g",
            "near.input0": "over_time",
            "near.input1": "weight",
            "near.input2": "bias",
            "as_many": "near",
            "gelu": "as_many",
            "by_moment": "gelu",
            "placed": "x",
            "placed.other": "by_moment",
            "y": "placed",
        },
    )
