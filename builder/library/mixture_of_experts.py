"""Several small networks, and one that says whom to trust.

Reference: Jacobs, Jordan, Nowlan and Hinton, "Adaptive Mixtures of Local Experts", 1991.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid, line

EXPERT = line(
    cell("hidden", "Linear", out_features="=hidden"),
    cell("relu", "ReLU"),
    cell("answer", "Linear", out_features="=width"),
    into="input",
    out="output",
    width=16,
    hidden=32,
)

BLOCK = ShippedBlock(
    name="mixture_of_experts",
    title="Mixture of experts",
    category="Attention",
    summary="Asks four small networks and mixes their answers by how much a gate trusts each of them.",
    reference='Jacobs, Jordan, Nowlan and Hinton, "Adaptive Mixtures of Local Experts", 1991.',
    example={"input": (16,)},
    needs={"expert": EXPERT},
    block=grid(
        *(
            [
                cell("input", "Input") if number == 1 else None,
                cell(f"expert{number}", "Block", block="expert", width="=width", hidden="=hidden"),
                cell("answers", "Stack", dim=-2, inputs=4) if number == 1 else None,
                cell("mixed", "Einsum", equation="...e,...ew->...w") if number == 1 else None,
                cell("output", "Output") if number == 1 else None,
            ]
            for number in range(1, 5)
        ),
        [None, cell("trust", "Linear", out_features=4), cell("weights", "Softmax")],
        wires={
            **{f"expert{number}.input": "input" for number in range(1, 5)},
            **{f"answers.input{number}": f"expert{number}.output" for number in range(1, 5)},
            "trust": "input",
            "weights": "trust",
            "mixed": "weights",
            "mixed.other": "answers",
            "output": "mixed",
        },
        width=16,
        hidden=32,
    ),
)
