"""TiedLinear: a Linear with the weight of an Embedding or of another Linear.

Reference: Press and Wolf, "Using the Output Embedding to Improve Language Models", 2016.
"""

from builder.checker.weight_sharing import BoundWeight, Sharer

LAYER = Sharer(
    type_name="TiedLinear",
    summary="A Linear layer that borrows its weight, as language models borrow that of their embedding.",
    docs="Multiplies by the weight of another node, of shape (out, in), without a bias.",
    bound=BoundWeight,
)
