"""Output: what the network answers."""

from builder.kinds.expected import ANY_TENSOR
from builder.kinds.layer import Layer
from builder.kinds.spec import NodeType, Port

LAYER = Layer(
    NodeType(
        type="Output",
        category="Training",
        role="output",
        summary="Marks what the network answers, for trying it out and for using it elsewhere.",
        docs="The inputs of the Output nodes are what `Network.forward` returns. Without one, the network "
        "answers with what the losses judge.",
        inputs=(Port(name="input", accepts=ANY_TENSOR),),
    )
)
