"""RandomIntegers: whole numbers by chance, new for every batch."""

import ast

import torch

from builder.kinds.dataset import Source
from builder.kinds.layer import Params
from builder.kinds.spec import Param, Port
from builder.kinds.syntax import dotted, literal
from builder.layers.noise import shape_of


def _draw(rows: ast.expr, chance: ast.expr, params: Params) -> ast.expr:
    sizes = ast.Tuple(elts=[rows, *(literal(size) for size in shape_of(params))])
    generator = ast.keyword(arg="generator", value=chance)
    return ast.Call(func=dotted("torch", "randint"), args=[literal(params["high"]), sizes], keywords=[generator])


LAYER = Source(
    type_name="RandomIntegers",
    summary="Whole numbers from 0 up, new for every batch: time steps, classes to ask for, tokens to begin with.",
    docs="Draws whole numbers below `high`.\n\nShape:\n    - integers: (N, ...shape)",
    output=Port(name="integers", kind="label"),
    shape=shape_of,
    draw=_draw,
    dtype=torch.int64,
    time_axis=lambda shape: 0 if len(shape) == 1 else None,  # a row of whole numbers is read as a sequence
    params=(
        Param(
            name="high", kind="int", default=10, minimum=1, maximum=2**31, help="The first number that is too large."
        ),
        Param(name="shape", kind="size", default=1, minimum=1, help="The shape of one sample."),
    ),
)
