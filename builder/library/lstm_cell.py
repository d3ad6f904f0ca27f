"""One step of an LSTM, drawn out.

Reference: Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997; with the forget gate of Gers et al., 2000.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid

BLOCK = ShippedBlock(
    name="lstm_cell",
    title="LSTM cell, drawn out",
    category="Recurrent",
    summary="One step of a memory with gates: what to let in, what to keep, what to show. Scan runs it over time.",
    reference='Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997.',
    example={"input": (5, 8)},
    use="Scan",
    block=grid(
        [
            cell("input", "Input"),
            cell("from_input", "Linear", out_features="=4 * state_size"),
            cell("sum", "Add"),
            cell("gates", "ChunkInFour"),
            cell("let_in", "Sigmoid"),
            cell("new", "Multiply"),
            cell("memory", "Add"),
            cell("shown", "Tanh"),
        ],
        [
            cell("hidden", "Input"),
            cell("from_hidden", "Linear", out_features="=4 * state_size"),
            None,
            None,
            cell("idea", "Tanh"),
        ],
        [
            cell("cell", "Input"),
            None,
            None,
            None,
            cell("keep", "Sigmoid"),
            cell("old", "Multiply"),
            cell("output", "Output"),
        ],
        [*[None] * 4, cell("show", "Sigmoid"), cell("answer", "Multiply"), cell("next_hidden", "Output")],
        [*[None] * 7, cell("next_cell", "Output")],
        wires={
            "from_input": "input",
            "from_hidden": "hidden",
            "sum": "from_input",
            "sum.other": "from_hidden",
            "gates": "sum",
            "let_in": "gates.first",
            "keep": "gates.second",
            "idea": "gates.third",
            "show": "gates.fourth",
            "new": "let_in",
            "new.other": "idea",
            "old": "keep",
            "old.other": "cell",
            "memory": "new",
            "memory.other": "old",
            "shown": "memory",
            "answer": "shown",
            "answer.other": "show",
            "output": "answer",
            "next_hidden": "answer",
            "next_cell": "memory",
        },
        state_size=32,
    ),
)
