"""Choosing: values picked by a condition, by their places, or by their order."""

from collections.abc import Mapping
from functools import partial
from typing import TypeVar

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.kinds.expected import ANY_TENSOR, ANYTHING, NUMBERS, REAL, TENSOR_OR_LABEL, WHOLE, Expected
from builder.kinds.fields import ANY_INPUT, ANY_OTHER, INPUT, KEEPDIM, OUTPUT, AlongAxis, axis, number, whole
from builder.kinds.spec import Param, Port
from builder.kinds.tensor_function import TensorFunction

T = TypeVar("T")

CONDITION = Port(name="condition", accepts=ANY_TENSOR, help="Yes or no for each value, as a comparison gives.")
MASK = Port(name="mask", accepts=ANY_TENSOR, help="Yes or no for each value, as a comparison gives.")
INDEX = Port(name="index", accepts=TENSOR_OR_LABEL, help="Places along the axis, whole numbers from 0.")
YES_OR_NO = Expected((), "yes-or-no values, as a comparison gives", "bool")
SORTED = (Port(name="values"), Port(name="indices"))


class ByIndex(TensorFunction):
    """`torch.gather` and its like, which take the axis before the index: so the index goes by name."""

    def arguments(self, inputs: Mapping[str, T]) -> tuple[list[T], dict[str, T]]:
        return [inputs["input"]], {"index": inputs["index"]}


choosing = partial(TensorFunction, category="Choosing", output=OUTPUT)


def causal_mask(input: Tensor, dim: int = 1) -> Tensor:
    """True where a step must not look: at those after it. (N, steps, ...) -> (steps, steps)."""
    steps = input.shape[dim]
    return torch.ones(steps, steps, dtype=torch.bool, device=input.device).triu(1)


def hide_scores(input: Tensor, mask: Tensor) -> Tensor:
    """Minus infinity where a mask says yes: a Softmax behind it gives these places nothing at all."""
    return input.masked_fill(mask, float("-inf"))


def look_up(input: Tensor, index: Tensor, dim: int = 0) -> Tensor:
    """What an index names along an axis; negative places count from the end. (rows, ...), (N, ...) -> (N, ..., ...)."""
    return input[(slice(None),) * (dim % input.dim()) + (index,)]


def largest(input: Tensor, dim: int, keepdim: bool = False) -> tuple[Tensor, Tensor]:
    """The largest value along an axis, and where it stood."""
    found = torch.max(input, dim, keepdim)
    return found.values, found.indices


def smallest(input: Tensor, dim: int, keepdim: bool = False) -> tuple[Tensor, Tensor]:
    """The smallest value along an axis, and where it stood."""
    found = torch.min(input, dim, keepdim)
    return found.values, found.indices


LAYERS = (
    choosing(
        torch.where,
        type_name="Where",
        summary="Takes the first signal where a condition holds, and the second elsewhere.",
        inputs=(CONDITION, ANY_INPUT, ANY_OTHER),
        expects={"condition": YES_OR_NO, "input": ANYTHING, "other": ANYTHING},
    ),
    choosing(
        torch.masked_fill,
        type_name="Mask",
        summary="Puts a fixed value where a mask says yes.",
        docs="With a large negative value before a Softmax, what is hidden gets no share; with 0, it adds nothing."
        "\n\nShape:\n    - input: any\n    - mask: yes or no, of the same shape or one that is repeated to it\n"
        "    - output: that of input",
        inputs=(ANY_INPUT, MASK),
        params=(number("value", "What is put there; a large negative one hides scores from a Softmax."),),
        starts={"value": 0.0},
        expects={"input": ANYTHING, "mask": YES_OR_NO},
    ),
    choosing(
        hide_scores,
        type_name="HideScores",
        summary="Hides scores from a Softmax where a mask says yes: they become minus infinity.",
        inputs=(INPUT, MASK),
        expects={"input": REAL, "mask": YES_OR_NO},
    ),
    choosing(
        causal_mask,
        type_name="CausalMask",
        summary="Says, for a sequence, which steps lie in the future of each step and must not be seen.",
        inputs=(ANY_INPUT,),
        params=(
            Param(
                name="dim",
                kind="int",
                default=1,
                minimum=-3,
                maximum=2,
                help="The axis of the steps: 1, or 0 where the batch comes second.",
            ),
        ),
        expects={"input": Expected((2, 3), "a sequence of shape (N, steps) or (N, steps, features)", "any")},
    ),
    ByIndex(
        torch.gather,
        category="Choosing",
        output=OUTPUT,
        type_name="Gather",
        summary="Takes, for each place, the value that an index points to, such as the right class's score.",
        inputs=(INPUT, INDEX),
        params=(axis(),),
        starts={"dim": 1},
        expects={"input": ANYTHING, "index": WHOLE},
    ),
    ByIndex(
        torch.index_select,
        category="Choosing",
        output=OUTPUT,
        type_name="IndexSelect",
        summary="Takes the places of an axis that a list of indices names.",
        inputs=(INPUT, INDEX),
        params=(axis(),),
        starts={"dim": 1},
        expects={"input": ANYTHING, "index": Expected((1,), "a list of places, whole numbers of shape (n,)", "whole")},
    ),
    choosing(
        look_up,
        type_name="LookUp",
        summary="Takes the rows of a table that an index names, such as the schedule's value at each sample's time.",
        inputs=(Port(name="input", accepts=ANY_TENSOR, help="The table, whose first axis counts its rows."), INDEX),
        params=(
            Param(name="dim", kind="int", default=0, minimum=-8, maximum=7, help="The axis that counts the rows."),
        ),
        expects={"input": Expected((1, 2, 3, 4), "a table of shape (rows, ...)", "any"), "index": WHOLE},
    ),
    choosing(
        largest,
        type_name="Largest",
        summary="Takes the largest value along an axis, and says where it stood.",
        inputs=(ANY_INPUT,),
        output=SORTED,
        params=(axis(), KEEPDIM),
        starts={"dim": -1},
        expects={"input": NUMBERS},
    ),
    choosing(
        smallest,
        type_name="Smallest",
        summary="Takes the smallest value along an axis, and says where it stood.",
        inputs=(ANY_INPUT,),
        output=SORTED,
        params=(axis(), KEEPDIM),
        starts={"dim": -1},
        expects={"input": NUMBERS},
    ),
    AlongAxis(
        torch.sort,
        type_name="Sort",
        category="Choosing",
        summary="Puts the values of an axis in order, and says where they stood.",
        inputs=(ANY_INPUT,),
        output=SORTED,
        params=(
            Param(name="dim", kind="int", default=-1, minimum=-8, maximum=7, help="The axis to sort along."),
            Param(name="descending", kind="bool", default=False, help="Whether the largest comes first."),
        ),
        expects={"input": ANYTHING},
    ),
    choosing(
        torch.topk,
        type_name="TopK",
        summary="Keeps the largest values of an axis, and says where they stood.",
        inputs=(ANY_INPUT,),
        output=SORTED,
        params=(
            whole("k", "How many are kept.", least=1),
            Param(name="dim", kind="int", default=-1, minimum=-8, maximum=7, help="The axis to look along."),
            Param(name="largest", kind="bool", default=True, help="Whether the largest are kept, or the smallest."),
        ),
        starts={"k": 1},
        expects={"input": NUMBERS},
    ),
    choosing(
        F.one_hot,
        type_name="OneHot",
        summary="Turns each class into a row of zeros with a single one.",
        inputs=(Port(name="input", accepts=TENSOR_OR_LABEL, help="Classes, whole numbers below num_classes."),),
        params=(whole("num_classes", "How many classes there are: the length of each row.", least=1, most=1_000_000),),
        starts={"num_classes": 10},
        expects={"input": WHOLE},
    ),
)
