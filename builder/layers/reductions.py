"""Reductions: many values become one."""

from functools import partial

import torch

from builder.kinds.expected import NUMBERS, REAL
from builder.kinds.fields import ANY_INPUT, KEEPDIM, OUTPUT, axis, of_one
from builder.kinds.spec import Param
from builder.kinds.tensor_function import TensorFunction

DIM = Param(
    name="dim",
    kind="size",
    minimum=-8,
    maximum=7,
    help="The axis to work along, or several; -1 is the last one, 0 the batch.",
)
CORRECTION = Param(
    name="correction",
    kind="int",
    default=1,
    minimum=0,
    maximum=1,
    help="1 divides by one less than the number of values, as for a sample; 0 by their number.",
)
ORD = Param(name="ord", kind="float", default=2.0, minimum=0, help="2 for the length, 1 for the sum of sizes.")

reduction = partial(of_one, category="Reduction", params=(DIM, KEEPDIM), starts={"dim": -1}, expects={"input": REAL})
place = partial(
    TensorFunction,
    category="Reduction",
    inputs=(ANY_INPUT,),
    output=OUTPUT,
    params=(axis(), KEEPDIM),
    starts={"dim": -1},
    expects={"input": NUMBERS},
)

LAYERS = (
    reduction(torch.mean, type_name="Mean", summary="Averages along an axis."),
    reduction(torch.sum, type_name="Sum", summary="Adds up all values along an axis."),
    reduction(torch.amax, type_name="Max", summary="Takes the largest value along an axis."),
    reduction(torch.amin, type_name="Min", summary="Takes the smallest value along an axis."),
    reduction(
        torch.std,
        type_name="Std",
        summary="Says how far values spread around their mean along an axis.",
        params=(DIM, CORRECTION, KEEPDIM),
    ),
    reduction(
        torch.var,
        type_name="Var",
        summary="Averages the squared distance from the mean along an axis.",
        params=(DIM, CORRECTION, KEEPDIM),
    ),
    reduction(
        torch.logsumexp,
        type_name="LogSumExp",
        summary="A smooth maximum along an axis: the log of the sum of exponentials.",
    ),
    reduction(
        torch.linalg.vector_norm,
        type_name="Norm",
        summary="Measures the length of vectors along an axis.",
        params=(ORD, DIM, KEEPDIM),
    ),
    reduction(
        torch.prod,
        type_name="Prod",
        summary="Multiplies all values along an axis.",
        params=(axis(), KEEPDIM),
    ),
    place(torch.argmax, type_name="ArgMax", summary="Says where along an axis the largest value stands."),
    place(torch.argmin, type_name="ArgMin", summary="Says where along an axis the smallest value stands."),
)
