"""Accuracy: the share of right answers."""

from torch import Tensor

from builder.layer import ANY_TENSOR, FEATURES, TensorFunction
from builder.spec import Port


def accuracy(input: Tensor, target: Tensor) -> Tensor:
    """Share of samples whose highest score is on the target class: (N, classes), (N,) -> ()."""
    return (input.argmax(dim=1) == target).float().mean()


LAYER = TensorFunction(
    accuracy,
    type_name="Accuracy",
    category="Metrics",
    role="metric",
    summary="The share of samples that the network gets right.",
    inputs=(
        Port(name="input", accepts=ANY_TENSOR, help="Scores, one per class."),
        Port(name="target", accepts=("label",), help="The right classes."),
    ),
    output=Port(name="metric", kind="metric"),
    expects={"input": FEATURES},
)
