"""SumOfLosses: two losses that are minimised together."""

from torch import Tensor

from builder.layer import TensorFunction
from builder.spec import Param, Port


def sum_of_losses(first: Tensor, second: Tensor, weight: float = 1.0) -> Tensor:
    """The first loss plus ``weight`` times the second: () and () -> ()."""
    return first + weight * second


LAYER = TensorFunction(
    sum_of_losses,
    type_name="SumOfLosses",
    category="Losses",
    role="loss",
    summary="Adds two losses that training makes smaller together; a weight says how much the second counts.",
    docs="The first loss plus `weight` times the second.\n\nShape:\n    - first, second: ()\n    - loss: ()",
    inputs=(
        Port(name="first", accepts=("loss",), help="One loss."),
        Port(name="second", accepts=("loss",), help="Another one."),
    ),
    output=Port(name="loss", kind="loss"),
    params=(
        Param(name="weight", kind="float", default=1.0, minimum=0, maximum=1e6, help="How much the second one counts."),
    ),
)
