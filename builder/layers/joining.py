"""Joining: several signals become one."""

import ast
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from builder.fields import OUTPUT, axis
from builder.layer import ANYTHING, TENSOR_OR_LABEL, Params, TensorFunction, Tensors, given
from builder.spec import Port

MOST = 8
T = TypeVar("T")


class Joining(TensorFunction):
    """A torch function that takes its tensors as one tuple: from two up to eight."""

    def __init__(self, function: Callable[..., Tensor], **facts: Any) -> None:
        names = [f"input{i}" for i in range(1, MOST + 1)]
        inputs = tuple(Port(name=name, accepts=TENSOR_OR_LABEL, optional=i >= 2) for i, name in enumerate(names))
        super().__init__(
            function,
            category="Shape",
            inputs=inputs,
            output=OUTPUT,
            params=(axis("The axis along which they are joined; -1 is the last one."),),
            expects=dict.fromkeys(names, ANYTHING),
            **facts,
        )

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        return self._function(self._in_order(inputs), **params)

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        joined = ast.Tuple(elts=self._in_order(inputs))
        return ast.Call(func=self._name, args=[joined], keywords=given(params, self._defaults))

    def _in_order(self, inputs: Mapping[str, T]) -> list[T]:
        return [inputs[port.name] for port in self.spec.inputs if port.name in inputs]


LAYERS = (
    Joining(
        torch.cat,
        type_name="Concatenate",
        summary="Puts signals side by side along an axis, such as the channels of two images.",
        starts={"dim": 1},
    ),
    Joining(
        torch.stack,
        type_name="Stack",
        summary="Puts signals of one shape on top of each other, along a new axis.",
        starts={"dim": 1},
    ),
)
