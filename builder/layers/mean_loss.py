"""MeanLoss: the mean of any signal as a loss."""

from torch import Tensor

from builder.layer import ANY_TENSOR, REAL, TensorFunction
from builder.spec import Port


def mean_loss(input: Tensor) -> Tensor:
    """Mean of all values: any shape -> ()."""
    return input.mean()


LAYER = TensorFunction(
    mean_loss,
    type_name="MeanLoss",
    category="Losses",
    role="loss",
    summary="Makes a loss of any signal: its mean, so that training makes that signal smaller.",
    docs="The mean of all values. For losses that are drawn from simpler nodes, such as a negative log-likelihood.\n\n"
    "Shape:\n    - input: any\n    - loss: ()",
    inputs=(Port(name="input", accepts=ANY_TENSOR, help="What should become small."),),
    output=Port(name="loss", kind="loss"),
    expects={"input": REAL},
)
