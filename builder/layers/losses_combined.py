"""Losses made of others: added up, weighed, or drawn by hand from a signal."""

import ast
from collections.abc import Mapping
from functools import reduce
from typing import Any, cast

import torch
from torch import Tensor, nn

from builder.kinds.expected import ANY_TENSOR, REAL
from builder.kinds.layer import Params, Tensors
from builder.kinds.many_ports import Gathering
from builder.kinds.spec import Param, Port
from builder.kinds.syntax import literal
from builder.kinds.tensor_function import TensorFunction

LOSS = Port(name="loss", kind="loss")


class AddLosses(Gathering):
    """The sum of losses, written as a sum."""

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        return sum(inputs.values())

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        return reduce(lambda one, other: ast.BinOp(left=one, op=ast.Add(), right=other), self.in_order(inputs))


class ScaleLoss(TensorFunction):
    """A loss times its weight, written as a product."""

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        return inputs["part"] * cast(float, params["weight"])

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        return ast.BinOp(left=literal(params["weight"]), op=ast.Mult(), right=inputs["part"])


def mean_loss(signal: Tensor) -> Tensor:
    """The mean of all values."""
    return signal.mean()


LAYERS = (
    AddLosses(
        torch.add,
        type_name="AddLosses",
        category="Losses",
        role="loss",
        summary="Adds losses up, so that all of them become small together.",
        docs="Adds two or more losses.\n\nShape:\n    - loss1, loss2, ...: ()\n    - loss: ()",
        names=("loss1", "loss2"),
        more="loss",
        spare=1,
        accepts=("loss",),
        each=REAL,
        help="A loss.",
        output=LOSS,
    ),
    ScaleLoss(
        torch.mul,
        type_name="ScaleLoss",
        category="Losses",
        role="loss",
        summary="Multiplies a loss by a weight that says how much it counts beside others.",
        docs="Multiplies a loss by a fixed weight.\n\nShape:\n    - part: ()\n    - loss: ()",
        inputs=(Port(name="part", accepts=("loss",), help="The loss that is weighed."),),
        output=LOSS,
        params=(Param(name="weight", kind="float", default=1.0, help="How much it counts; a negative one maximises."),),
    ),
    TensorFunction(
        mean_loss,
        type_name="MeanLoss",
        category="Losses",
        role="loss",
        summary="Makes a loss of any signal, its mean: for a formula that is drawn by hand.",
        inputs=(Port(name="signal", accepts=ANY_TENSOR, help="What should become small."),),
        output=LOSS,
        expects={"signal": REAL},
    ),
)
