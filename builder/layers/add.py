"""Add: torch.add."""

import torch

from builder.layer import ANY_TENSOR, TensorFunction
from builder.spec import Port

LAYER = TensorFunction(
    torch.add,
    type_name="Add",
    category="Arithmetic",
    summary="Adds two signals of the same shape, value by value; a skip connection ends here.",
    docs="Adds two tensors value by value, as `torch.add` does.\n\nShape:\n    - input, other: the same shape\n"
    "    - output: that shape",
    inputs=(Port(name="input", accepts=ANY_TENSOR), Port(name="other", accepts=ANY_TENSOR)),
    output=Port(name="output"),
)
