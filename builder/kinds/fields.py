"""Form fields and ports that many tensor functions share."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from torch import Tensor, nn

from builder.kinds.expected import ANY_TENSOR, TENSOR_OR_LABEL
from builder.kinds.layer import Params, Tensors
from builder.kinds.spec import Param, Port
from builder.kinds.tensor_function import TensorFunction

INPUT = Port(name="input", accepts=ANY_TENSOR)
OTHER = Port(name="other", accepts=ANY_TENSOR)
ANY_INPUT = Port(name="input", accepts=TENSOR_OR_LABEL)
ANY_OTHER = Port(name="other", accepts=TENSOR_OR_LABEL)
OUTPUT = Port(name="output")

KEEPDIM = Param(
    name="keepdim",
    kind="bool",
    default=False,
    help="Whether the axis stays, with size 1, so that shapes still line up.",
)


class AlongAxis(TensorFunction):
    """A function whose axis torch doesn't look at when tensors have no storage."""

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        inputs["input"].size(cast(int, params["dim"]))  # raises for an axis that is not there
        return super().run(module, params, inputs)


of_one = partial(TensorFunction, inputs=(INPUT,), output=OUTPUT)
of_two = partial(TensorFunction, inputs=(INPUT, OTHER), output=OUTPUT)


def alike(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """The function, for one shape only: of (N,) and (N, 1) torch would compare each sample with all others."""

    def predicted(input: Tensor, target: Tensor, **params: object) -> Tensor:
        if input.shape != target.shape:
            raise ValueError("input and target must have the same shape")
        return function(input, target, **params)

    return predicted


def whole(name: str, help: str, *, least: int | None = None, most: int | None = None) -> Param:
    """A whole number that torch has no default for."""
    return Param(name=name, kind="int", required=True, minimum=least, maximum=most, help=help)


def axis(
    help: str = "The axis to work along; -1 is the last one, 0 the samples of the batch.", name: str = "dim"
) -> Param:
    """An axis that torch has no default for."""
    return whole(name, help, least=-8, most=7)


def number(name: str, help: str) -> Param:
    """A number that torch has no default for."""
    return Param(name=name, kind="float", required=True, help=help)


def sizes(name: str, help: str, *, least: int | None = None) -> Param:
    """Whole numbers, one per axis, that torch has no default for."""
    return Param(name=name, kind="size", per_axis=True, required=True, minimum=least, help=help)
