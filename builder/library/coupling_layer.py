"""The invertible layer of RealNVP, drawn out.

Reference: Dinh, Sohl-Dickstein and Bengio, "Density Estimation Using Real NVP", 2017.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid

BLOCK = ShippedBlock(
    name="coupling_layer",
    title="Coupling layer, drawn out",
    category="Generative",
    summary="Stretches and shifts half of the features by amounts read from the other half, so it can be undone.",
    reference='Dinh, Sohl-Dickstein and Bengio, "Density Estimation Using Real NVP", 2017.',
    example={"input": (4,)},
    block=grid(
        [
            cell("input", "Input"),
            cell("halves", "Chunk"),
            *[None] * 4,
            cell("together", "Concatenate", inputs=2),
            cell("output", "Output"),
        ],
        [
            None,
            None,
            cell("read1", "Linear", out_features="=hidden"),
            cell("relu1", "ReLU"),
            cell("read2", "Linear", out_features="=hidden"),
            cell("relu2", "ReLU"),
            cell("amounts", "Linear", out_features="=features"),
        ],
        [
            None,
            cell("parts", "Chunk"),
            cell("log_scale", "Tanh"),
            cell("stretch", "Exp"),
            cell("stretched", "Multiply"),
            cell("shifted", "Add"),
        ],
        [None, None, None, cell("growth", "Sum", dim=-1), None, None, None, cell("log_det", "Output")],
        wires={
            "halves": "input",
            "read1": "halves.first",
            "relu1": "read1",
            "read2": "relu1",
            "relu2": "read2",
            "amounts": "relu2",
            "parts": "amounts",
            "log_scale": "parts.first",
            "stretch": "log_scale",
            "growth": "log_scale",
            "log_det": "growth",
            "stretched": "stretch",
            "stretched.other": "halves.second",
            "shifted": "stretched",
            "shifted.other": "parts.second",
            "together.input1": "halves.first",
            "together.input2": "shifted",
            "output": "together",
        },
        features=4,
        hidden=64,
    ),
)
