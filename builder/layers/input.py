"""Input: where a block takes what comes in."""

from builder.kinds.layer import Layer
from builder.kinds.spec import NodeType, Port

LAYER = Layer(
    NodeType(
        type="Input",
        category="Blocks",
        role="input",
        summary="Brings what comes into a block to its nodes; its name is the name of the block's port.",
        docs="Used inside blocks. The ports of a block stand in the order of its Input and Output nodes, "
        "from top to bottom.",
        outputs=(Port(name="output"),),
    )
)
