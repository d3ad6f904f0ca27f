"""Metrics of numbers: how far predictions are from what was measured."""

from functools import partial

from torch import Tensor

from builder.kinds.expected import ANY_TENSOR, REAL
from builder.kinds.fields import alike
from builder.kinds.spec import Port
from builder.kinds.tensor_function import TensorFunction


def mean_absolute_error(input: Tensor, target: Tensor) -> Tensor:
    """Mean size of the mistakes: same shape for both -> ()."""
    return (input - target).abs().mean()


def mean_squared_error(input: Tensor, target: Tensor) -> Tensor:
    """Mean square of the mistakes: same shape for both -> ()."""
    return (input - target).square().mean()


def r2_score(input: Tensor, target: Tensor) -> Tensor:
    """1 less the share of the target's variance that is missed: same shape for both -> ()."""
    missed = (input - target).square().sum()
    return 1 - missed / (target - target.mean()).square().sum()


metric = partial(
    TensorFunction,
    category="Metrics",
    role="metric",
    inputs=(
        Port(name="input", accepts=ANY_TENSOR, help="What the network says."),
        Port(name="target", accepts=ANY_TENSOR, help="What was measured."),
    ),
    output=Port(name="metric", kind="metric"),
    expects={"input": REAL, "target": REAL},
    unit="number",
)

LAYERS = (
    metric(
        mean_absolute_error,
        predict=alike(mean_absolute_error),
        type_name="MeanAbsoluteError",
        smaller_is_better=True,
        summary="How far predictions are off, on average.",
    ),
    metric(
        mean_squared_error,
        predict=alike(mean_squared_error),
        type_name="MeanSquaredError",
        smaller_is_better=True,
        summary="The mean of the squared mistakes.",
    ),
    metric(
        r2_score,
        predict=alike(r2_score),
        type_name="R2",
        summary="How much of the ups and downs is explained: 1 is all, 0 no more than the mean does.",
    ),
)
