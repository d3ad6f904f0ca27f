"""Noise: random values, new for every batch."""

import ast

from builder.kinds.dataset import Source
from builder.kinds.layer import Params
from builder.kinds.spec import Param, Port
from builder.kinds.syntax import dotted, literal


def shape_of(params: Params) -> tuple[int, ...]:
    shape = params["shape"]
    return shape if isinstance(shape, tuple) else (int(str(shape)),)


def _draw(rows: ast.expr, chance: ast.expr, params: Params) -> ast.expr:
    function = "randn" if params["kind"] == "normal" else "rand"
    sizes = [literal(size) for size in shape_of(params)]
    generator = ast.keyword(arg="generator", value=chance)
    return ast.Call(func=dotted("torch", function), args=[rows, *sizes], keywords=[generator])


LAYER = Source(
    type_name="Noise",
    summary="Random values, new for every batch: what a generator makes something of.",
    docs="Draws one sample for each sample of the batch.\n\nShape:\n    - noise: (N, ...shape)",
    output=Port(name="noise"),
    shape=shape_of,
    draw=_draw,
    params=(
        Param(name="shape", kind="size", default=2, minimum=1, help="The shape of one sample."),
        Param(
            name="kind",
            kind="choice",
            default="normal",
            choices=("normal", "uniform"),
            help="Normal: around 0 with variance 1. Uniform: between 0 and 1.",
        ),
    ),
)
