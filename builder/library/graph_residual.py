"""A residual layer on graphs.

Reference: Li, Müller, Thabet and Ghanem, "DeepGCNs: Can GCNs Go as Deep as CNNs?", 2019.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid

BLOCK = ShippedBlock(
    name="graph_residual",
    title="Graph residual block",
    category="Graphs",
    summary="Adds to each node of a graph what its neighbours tell it, so that many layers can be stacked.",
    reference='Li, Müller, Thabet and Ghanem, "DeepGCNs: Can GCNs Go as Deep as CNNs?", 2019.',
    example={"input": (5, 16), "adjacency": (5, 5)},
    block=grid(
        [cell("input", "Input"), None, None, None, cell("skip", "Add"), cell("output", "Output")],
        [
            cell("adjacency", "Input"),
            cell("norm", "LayerNorm"),
            cell("neighbours", "GraphConvolution", out_features="=width"),
            cell("relu", "ReLU"),
        ],
        wires={
            "norm": "input",
            "neighbours": "norm",
            "neighbours.adjacency": "adjacency",
            "relu": "neighbours",
            "skip": "input",
            "skip.other": "relu",
            "output": "skip",
        },
        width=16,
    ),
)
