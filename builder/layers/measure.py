"""Measure: the mean of any signal on the validation part, without training it."""

import ast
import copy
from collections.abc import Collection
from typing import Any

from torch import Tensor, nn

from builder.kinds.expected import TENSOR_OR_LABEL, Expected
from builder.kinds.layer import Layer, Params, Tensors
from builder.kinds.spec import Param, Port
from builder.kinds.tensor_function import TensorFunction


def measure(signal: Tensor) -> Tensor:
    """The mean of all values; of yes and no the share of yes: any shape -> ()."""
    return signal.float().mean()


def _measured(signal: Tensor) -> Tensor:
    if signal.is_complex():
        raise ValueError("complex numbers have no mean that could be shown: measure their Abs")
    return measure(signal)


class Measure(TensorFunction):
    """A metric of which the node says which way is better."""

    def for_node(self, params: Params, wired: Collection[str]) -> Layer:
        other = copy.copy(self)
        other.smaller_is_better = params["better"] == "smaller"
        return other

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        return _measured(inputs["signal"])

    def _keywords(self, params: Params) -> list[ast.keyword]:
        return []


LAYER = Measure(
    measure,
    type_name="Measure",
    category="Metrics",
    role="metric",
    summary="Tells the mean of any signal on data that the network does not learn from, and trains nothing.",
    docs="Over all samples of the validation, the mean of a loss that is not trained, a distance, a gate, a code. "
    "It is a curve and a figure like a metric, and can be what early stopping and sweeps look at."
    "\n\nShape:\n    - signal: any shape, such as one value for each sample, or one in all\n    - metric: ()",
    inputs=(Port(name="signal", accepts=(*TENSOR_OR_LABEL, "loss"), help="What is measured."),),
    output=Port(name="metric", kind="metric"),
    params=(
        Param(
            name="better",
            kind="choice",
            default="smaller",
            choices=("smaller", "larger"),
            help="Which way is better, for early stopping and sweeps.",
        ),
    ),
    expects={"signal": Expected((), "values of any kind", "any")},
)
