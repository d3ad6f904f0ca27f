"""Linear algebra: products of vectors and matrices."""

import ast
from collections.abc import Collection, Mapping
from typing import Any

import torch
from torch import nn

from builder.kinds.expected import ANY_TENSOR, REAL, Expected
from builder.kinds.fields import INPUT, OTHER, OUTPUT, of_two
from builder.kinds.layer import Layer, Params, Tensors
from builder.kinds.spec import Param, Port
from builder.kinds.syntax import literal
from builder.kinds.tensor_function import TensorFunction

MOST = 32
REALS = {"input": REAL, "other": REAL}
VECTORS = Expected((1,), "one vector of shape (n,)")
POINTS = Expected((2, 3), "points of shape (points, features) or (N, points, features)")


class Einsum(TensorFunction):
    """`torch.einsum`, whose equation stands before its tensors and says how many there are."""

    def for_node(self, params: Params, wired: Collection[str]) -> Layer:
        names = ["input", "other", *(f"input{place}" for place in range(3, MOST + 1))]
        many = str(params["equation"]).count(",") + 1
        ports = tuple(INPUT.model_copy(update={"name": name}) for name in names[:many])
        return self if ports == self.spec.inputs else self.with_ports(inputs=dict.fromkeys(ports, REAL))

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
        summary="Multiplies and sums along axes that an equation names; it says how many inputs there are.",
        inputs=(INPUT, OTHER),
        output=OUTPUT,
        params=(
            Param(
                name="equation",
                kind="text",
                default="n...,n...->n...",
                pattern=rf"[a-zA-Z. ]+(,[a-zA-Z. ]+){{0,{MOST - 1}}}(->[a-zA-Z. ]*)?",
                help="A letter for each axis of each input, commas between inputs; those missing behind the arrow "
                "are summed.",
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
