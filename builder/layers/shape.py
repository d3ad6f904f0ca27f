"""Shape: the same values, laid out otherwise."""

from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.kinds.expected import ANYTHING, TENSOR_OR_LABEL
from builder.kinds.fields import ANY_INPUT, OUTPUT, axis, sizes
from builder.kinds.spec import OnlyIf, Param, Port
from builder.kinds.tensor_function import TensorFunction

shape = partial(TensorFunction, category="Shape", inputs=(ANY_INPUT,), output=OUTPUT, expects={"input": ANYTHING})


LIKE = Port(name="like", accepts=TENSOR_OR_LABEL, help="A signal of the batch, whose samples are counted.")


def slice_axis(input: Tensor, dim: int, start: int = 0, end: int | None = None, step: int = 1) -> Tensor:
    """The values from start up to, not including, end along an axis; negative places count from the end."""
    return input[(slice(None),) * (dim % input.dim()) + (slice(start, end, step),)]


def for_each_sample(input: Tensor, like: Tensor) -> Tensor:
    """One tensor once for each sample of a batch. (...) or (1, ...), (N, ...) -> (N, ...)."""
    alone = input if input.dim() and input.shape[0] == 1 else input.unsqueeze(0)
    return alone.expand(len(like), *alone.shape[1:])


def filled(like: Tensor, value: float = 0.0, shape: tuple[int, ...] | None = None) -> Tensor:
    """One number in a row of this shape for each sample of a batch. (N, ...) -> (N, *shape)."""
    return torch.full((len(like), *(shape or ())), value, device=like.device)


LAYERS = (
    shape(
        for_each_sample,
        type_name="ForEachSample",
        summary="Gives a tensor of the network's own once to each sample of the batch, such as a class token.",
        inputs=(ANY_INPUT, LIKE),
        expects={"input": ANYTHING, "like": ANYTHING},
    ),
    shape(
        filled,
        type_name="Filled",
        summary="Gives each sample of the batch a row of one number, such as a state to begin with.",
        inputs=(LIKE,),
        params=(
            Param(name="value", kind="float", default=0.0, help="The number that stands everywhere."),
            Param(
                name="shape",
                kind="size",
                per_axis=True,
                minimum=1,
                help="The size of each axis behind that of the samples; without it, one number a sample.",
            ),
        ),
        expects={"like": ANYTHING},
    ),
    shape(
        torch.reshape,
        type_name="Reshape",
        summary="Lays all values out in a new shape, in the same order.",
        params=(sizes("shape", "The new size of each axis; one may be -1, which follows from the others.", least=-1),),
        starts={"shape": (-1, 1)},
    ),
    shape(
        torch.permute,
        type_name="Permute",
        summary="Puts the axes into another order.",
        params=(sizes("dims", "The old place of each axis, in the new order.", least=-8),),
        starts={"dims": (0, 1)},
    ),
    shape(
        torch.transpose,
        type_name="Transpose",
        summary="Swaps two axes.",
        params=(axis("One of the axes.", "dim0"), axis("The other axis.", "dim1")),
        starts={"dim0": -2, "dim1": -1},
    ),
    shape(
        torch.squeeze,
        type_name="Squeeze",
        summary="Removes an axis of size 1.",
        params=(axis(),),
        starts={"dim": -1},
    ),
    shape(
        torch.unsqueeze,
        type_name="Unsqueeze",
        summary="Adds an axis of size 1.",
        params=(axis("Where the new axis stands."),),
        starts={"dim": -1},
    ),
    shape(
        torch.broadcast_to,
        type_name="Expand",
        summary="Repeats axes of size 1 up to a size, without copying anything.",
        params=(sizes("size", "The new size of each axis; -1 leaves one as it is.", least=-1),),
        starts={"size": (-1, -1)},
    ),
    shape(
        torch.tile,
        type_name="RepeatTensor",
        summary="Repeats all values along each axis.",
        params=(sizes("dims", "How many times along each axis.", least=1),),
        starts={"dims": (1, 1)},
    ),
    shape(
        torch.roll,
        type_name="Roll",
        summary="Moves values along an axis; what falls off one end comes in at the other.",
        params=(
            Param(name="shifts", kind="int", required=True, help="How many places to move."),
            axis(name="dims"),
        ),
        starts={"shifts": 1, "dims": -1},
    ),
    shape(
        torch.flip,
        type_name="Flip",
        summary="Turns the order of the values along axes around.",
        params=(sizes("dims", "The axes to turn around.", least=-8),),
        starts={"dims": (-1,)},
    ),
    shape(
        F.pad,
        type_name="Pad",
        summary="Puts values before and after, on the last axes.",
        params=(
            sizes("pad", "How many before and after the last axis, then the one before it, and so on."),
            Param(
                name="mode",
                kind="choice",
                default="constant",
                choices=("constant", "reflect", "replicate", "circular"),
                help="Where the new values come from.",
            ),
            Param(
                name="value",
                kind="float",
                only_if=(OnlyIf(field="mode", among=("constant",)),),
                help="The new value; 0 when left out.",
            ),
        ),
        starts={"pad": (1, 1)},
    ),
    shape(
        slice_axis,
        type_name="Slice",
        summary="Cuts a piece out of an axis, such as the first steps of a sequence.",
        params=(
            axis(),
            Param(name="start", kind="int", default=0, help="The first place that is kept; negative from the end."),
            Param(name="end", kind="int", help="The first place that is not kept; without it, all to the end."),
            Param(name="step", kind="int", default=1, minimum=1, help="2 keeps every other value."),
        ),
        starts={"dim": -1, "end": 1},
    ),
    shape(
        torch.select,
        type_name="Select",
        summary="Takes one place of an axis, such as the last step of a sequence.",
        params=(axis(), Param(name="index", kind="int", required=True, help="Which place; -1 is the last.")),
        starts={"dim": 1, "index": -1},
    ),
    shape(
        torch.tril,
        type_name="Tril",
        summary="Keeps the lower left triangle of matrices and turns the rest into zero.",
        params=(Param(name="diagonal", kind="int", default=0, help="How far above the diagonal is kept."),),
    ),
    shape(
        torch.triu,
        type_name="Triu",
        summary="Keeps the upper right triangle of matrices and turns the rest into zero.",
        params=(Param(name="diagonal", kind="int", default=0, help="How far above the diagonal it starts."),),
    ),
)
