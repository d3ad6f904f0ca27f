"""Splitting: one signal becomes several."""

import ast
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from builder.fields import ANY_INPUT, axis, whole
from builder.layer import ANYTHING, Params, TensorFunction, Tensors, given
from builder.spec import Port

PARTS = tuple(Port(name=name) for name in ("first", "second", "third", "fourth"))


class Chunk(TensorFunction):
    """`torch.chunk` into a fixed number of parts, each with its port."""

    def __init__(self, parts: int, **facts: Any) -> None:
        super().__init__(
            torch.chunk,
            category="Shape",
            inputs=(ANY_INPUT,),
            output=PARTS[:parts],
            params=(axis(),),
            starts={"dim": -1},
            expects={"input": ANYTHING},
            **facts,
        )
        self._parts = parts

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        return torch.chunk(inputs["input"], self._parts, **params)  # type: ignore[arg-type]

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        args = [inputs["input"], ast.Constant(self._parts)]
        return ast.Call(func=self._name, args=args, keywords=given(params, self._defaults))


def split_at(input: Tensor, index: int, dim: int) -> tuple[Tensor, ...]:
    """What stands before a place of an axis, and the rest."""
    return input.tensor_split((index,), dim)


LAYERS = (
    Chunk(2, type_name="Chunk", summary="Cuts an axis into two halves, such as a mean and a variance."),
    Chunk(3, type_name="ChunkInThree", summary="Cuts an axis into three parts, such as query, key and value."),
    Chunk(4, type_name="ChunkInFour", summary="Cuts an axis into four parts, such as the gates of an LSTM."),
    TensorFunction(
        split_at,
        type_name="Split",
        category="Shape",
        summary="Cuts an axis into two parts at a place.",
        inputs=(ANY_INPUT,),
        output=PARTS[:2],
        params=(whole("index", "The first place that belongs to the second part; negative from the end."), axis()),
        starts={"index": 1, "dim": -1},
        expects={"input": ANYTHING},
    ),
)
