"""Linear algebra: products of vectors and matrices."""

import ast
from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from builder.fields import INPUT, OTHER, OUTPUT, of_two
from builder.layer import ANY_TENSOR, REAL, Expected, Params, TensorFunction, Tensors, literal
from builder.spec import Param, Port

REALS = {"input": REAL, "other": REAL}
VECTORS = Expected((1,), "one vector of shape (n,)")
POINTS = Expected((2, 3), "points of shape (points, features) or (N, points, features)")


class Einsum(TensorFunction):
    """`torch.einsum`, whose equation stands before its tensors."""

    def run(self, module: nn.Module | None, params: Params, inputs: Tensors) -> Any:
        return torch.einsum(params["equation"], *self.arguments(inputs)[0])

    def call(self, module: ast.expr | None, params: Params, inputs: Mapping[str, ast.expr]) -> ast.expr:
        args = [literal(params["equation"]), *self.arguments(inputs)[0]]
        return ast.Call(func=self._name, args=args, keywords=[])


LAYERS = (
    of_two(
        torch.matmul,
        type_name="MatrixMultiply",
        category="Linear algebra",
        summary="Multiplies matrices: each row of the first with each column of the second.",
        expects=REALS,
    ),
    Einsum(
        torch.einsum,
        type_name="Einsum",
        category="Linear algebra",
        summary="Multiplies and sums along axes that an equation names, such as matrices in a batch.",
        inputs=(INPUT, OTHER),
        output=OUTPUT,
        params=(
            Param(
                name="equation",
                kind="text",
                default="n...,n...->n...",
                pattern=r"[a-zA-Z. ]+,[a-zA-Z. ]+(->[a-zA-Z. ]*)?",
                help="A letter for each axis of both inputs; those missing behind the arrow are summed.",
            ),
        ),
        expects=REALS,
    ),
    TensorFunction(
        torch.outer,
        type_name="Outer",
        category="Linear algebra",
        summary="Multiplies every value of one vector with every value of another.",
        inputs=(
            Port(name="input", accepts=ANY_TENSOR, help="The vector along the rows."),
            Port(name="vec2", accepts=ANY_TENSOR, help="The vector along the columns."),
        ),
        output=OUTPUT,
        expects={"input": VECTORS, "vec2": VECTORS},
    ),
    TensorFunction(
        torch.cdist,
        type_name="Distance",
        category="Linear algebra",
        summary="Measures how far each point of one set is from each point of another.",
        inputs=(
            Port(name="x1", accepts=ANY_TENSOR, help="One set of points."),
            Port(name="x2", accepts=ANY_TENSOR, help="The other set of points."),
        ),
        output=OUTPUT,
        params=(
            Param(
                name="p",
                kind="float",
                default=2.0,
                minimum=0,
                help="2 measures straight lines; 1 measures along the axes.",
            ),
        ),
        expects={"x1": POINTS, "x2": POINTS},
    ),
)
