"""One step of a gated recurrent unit, drawn out.

Reference: Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", 2014.
"""

from builder.kinds.shipped_block import ShippedBlock
from builder.kinds.starter import cell, grid

BLOCK = ShippedBlock(
    name="gru_cell",
    title="GRU cell, drawn out",
    category="Recurrent",
    summary="One step of a memory that mixes what it holds with a new idea, by a gate. Scan runs it over time.",
    reference='Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", 2014.',
    example={"input": (5, 8)},
    use="Scan",
    block=grid(
        [
            cell("input", "Input"),
            cell("from_input", "Linear", out_features="=3 * state_size"),
            cell("input_parts", "ChunkInThree"),
            cell("sum_reset", "Add"),
            cell("reset", "Sigmoid"),
            cell("recalled", "Multiply"),
            cell("sum_idea", "Add"),
            cell("idea", "Tanh"),
        ],
        [
            cell("hidden", "Input"),
            cell("from_hidden", "Linear", out_features="=3 * state_size"),
            cell("hidden_parts", "ChunkInThree"),
            cell("sum_keep", "Add"),
            cell("keep", "Sigmoid"),
            cell("change", "Scale", factor=-1.0, offset=1.0),
        ],
        [*[None] * 5, cell("old", "Multiply")],
        [*[None] * 5, cell("new", "Multiply"), cell("mixed", "Add"), cell("output", "Output")],
        [*[None] * 7, cell("next_hidden", "Output")],
        wires={
            "from_input": "input",
            "from_hidden": "hidden",
            "input_parts": "from_input",
            "hidden_parts": "from_hidden",
            "sum_reset": "input_parts.first",
            "sum_reset.other": "hidden_parts.first",
            "reset": "sum_reset",
            "sum_keep": "input_parts.second",
            "sum_keep.other": "hidden_parts.second",
            "keep": "sum_keep",
            "recalled": "reset",
            "recalled.other": "hidden_parts.third",
            "sum_idea": "input_parts.third",
            "sum_idea.other": "recalled",
            "idea": "sum_idea",
            "change": "keep",
            "new": "change",
            "new.other": "idea",
            "old": "keep",
            "old.other": "hidden",
            "mixed": "new",
            "mixed.other": "old",
            "output": "mixed",
            "next_hidden": "mixed",
        },
        state_size=32,
    ),
)
