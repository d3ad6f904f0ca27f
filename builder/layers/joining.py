"""Joining: several signals become one."""

import ast
from collections.abc import Mapping
from functools import partial
from typing import Any

import torch
from torch import nn

from builder.kinds.fields import OUTPUT, axis
from builder.kinds.layer import Params, Tensors
from builder.kinds.many_ports import Gathering


class Joining(Gathering):
    """A torch function that takes its tensors as one tuple."""

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        return self._function(self.in_order(inputs), dim=params["dim"])

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        joined = ast.Tuple(elts=self.in_order(inputs))
        return ast.Call(func=self._name, args=[joined], keywords=self._keywords(params))


joining = partial(
    Joining,
    category="Shape",
    output=OUTPUT,
    spare=1,
    params=(axis("The axis along which they are joined; -1 is the last one."),),
    starts={"dim": 1},
)

LAYERS = (
    joining(
        torch.cat,
        type_name="Concatenate",
        summary="Puts signals side by side along an axis, such as the channels of two images.",
    ),
    joining(
        torch.stack,
        type_name="Stack",
        summary="Puts signals of one shape on top of each other, along a new axis.",
    ),
)
