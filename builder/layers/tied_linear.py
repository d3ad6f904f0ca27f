"""TiedLinear: a Linear with the weight of an Embedding or of another Linear.

Reference: Press and Wolf, "Using the Output Embedding to Improve Language Models", 2016.
"""

from builder.checker.weight_sharing import BoundWeight, Sharer
from builder.kinds.spec import Param

LAYER = Sharer(
    type_name="TiedLinear",
    summary="A Linear layer that borrows its weight, as language models borrow that of their embedding.",
    docs="Multiplies by the weight of another node, of shape (out, in), without a bias; transposed, it leads back from "
    "out to in, as the second half of an autoencoder with tied weights does.",
    params=(
        Param(
            name="transposed",
            kind="bool",
            default=False,
            help="Whether the weight is turned around: from what the other node gives to what it takes.",
        ),
    ),
    bound=BoundWeight,
)
