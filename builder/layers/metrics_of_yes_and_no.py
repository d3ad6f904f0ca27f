"""Metrics of yes-or-no questions, one or several per sample: of two classes, or of labels that may overlap."""

from functools import partial

import torch
from torch import Tensor

from builder.kinds.expected import ANY_TENSOR, REAL, Expected
from builder.kinds.fields import alike
from builder.kinds.spec import Param, Port
from builder.kinds.tensor_function import TensorFunction


def binary_accuracy(input: Tensor, target: Tensor, threshold: float = 0.0) -> Tensor:
    """Share of right answers, where a value above the threshold means yes: same shape for both -> ()."""
    return ((input > threshold) == (target > 0.5)).float().mean()


def exact_match(input: Tensor, target: Tensor, threshold: float = 0.0) -> Tensor:
    """Share of samples all of whose questions are answered right: same shape for both, (N, ...) -> ()."""
    return ((input > threshold) == (target > 0.5)).reshape(len(input), -1).all(dim=1).float().mean()


def binary_precision(input: Tensor, target: Tensor, threshold: float = 0.0, average: str = "micro") -> Tensor:
    """Share of what was said yes to that is yes, 0 where nothing was: same shape for both -> ()."""
    hits, said, _ = yes_counts(input, target, threshold, average)
    return (hits / said.clamp(min=1)).mean()


def binary_recall(input: Tensor, target: Tensor, threshold: float = 0.0, average: str = "micro") -> Tensor:
    """Share of what is yes that was said yes to, 0 where nothing is: same shape for both -> ()."""
    hits, _, right = yes_counts(input, target, threshold, average)
    return (hits / right.clamp(min=1)).mean()


def binary_f1(input: Tensor, target: Tensor, threshold: float = 0.0, average: str = "micro") -> Tensor:
    """2 * hits / (said yes + is yes), 0 where both are none: same shape for both -> ()."""
    hits, said, right = yes_counts(input, target, threshold, average)
    return (2 * hits / (said + right).clamp(min=1)).mean()


def yes_counts(input: Tensor, target: Tensor, threshold: float, average: str) -> tuple[Tensor, Tensor, Tensor]:
    """How often yes was right, was said, and was to be said: of each question, or of all together."""
    said, right = (input > threshold).reshape(len(input), -1), (target > 0.5).reshape(len(input), -1)
    over = (0,) if average == "macro" else (0, 1)
    return (said & right).sum(dim=over), said.sum(dim=over), right.sum(dim=over)


def area_under_curve(input: Tensor, target: Tensor) -> Tensor:
    """The chance that a yes has a higher value than a no, ties counted half: (N, ...) for both -> (), over all samples.

    Of several questions per sample it is the mean; those that are all yes or all no have no order and don't count.
    """
    values, right = input.reshape(len(input), -1).T, (target > 0.5).reshape(len(input), -1).T
    return torch.stack([one_area(*pair) for pair in zip(values, right, strict=True)]).nanmean()


def one_area(values: Tensor, right: Tensor) -> Tensor:
    """The area for one question, from the mean ranks of its values: (N,), (N,) -> ()."""
    _, place, ties = values.unique(return_inverse=True, return_counts=True)
    ranks = (ties.cumsum(0) - (ties - 1) / 2)[place].double()
    yes, no = right.sum(), (~right).sum()
    above: Tensor = (ranks * right).sum() - yes * (yes + 1) / 2
    return (above / (yes * no)).float()


def _columns(input: Tensor, target: Tensor) -> Tensor:
    """What the area is for tensors without storage, whose ties can't be counted."""
    return (input.float() + target).mean()


THRESHOLD = Param(
    name="threshold",
    kind="float",
    follows=True,
    help="Values above it mean yes. Left out, it follows from what comes in: 0.5 for probabilities and for values that "
    "are fitted to 0 and 1, 0 for scores.",
)
AVERAGE = Param(
    name="average",
    kind="choice",
    default="micro",
    choices=("micro", "macro"),
    help="Of several questions per sample: micro counts all answers together, macro is the mean over the questions.",
)

metric = partial(
    TensorFunction,
    category="Metrics",
    role="metric",
    inputs=(
        Port(name="input", accepts=ANY_TENSOR, help="One score or probability per question."),
        Port(name="target", accepts=ANY_TENSOR, help="1 for yes, 0 for no, in the same shape."),
    ),
    output=Port(name="metric", kind="metric"),
    expects={"input": REAL, "target": Expected((), "ones and zeros", "any")},
    reads="yes",
    unit="share",
)

LAYERS = (
    metric(
        binary_accuracy,
        predict=alike(binary_accuracy),
        type_name="BinaryAccuracy",
        summary="The share of yes-or-no questions that the network gets right.",
        params=(THRESHOLD,),
    ),
    metric(
        binary_f1,
        predict=alike(binary_f1),
        type_name="BinaryF1",
        summary="How well yes is found and not mistaken: between precision and recall.",
        params=(THRESHOLD, AVERAGE),
    ),
    metric(
        binary_precision,
        predict=alike(binary_precision),
        type_name="BinaryPrecision",
        summary="Of what the network says yes to, the share that is yes.",
        params=(THRESHOLD, AVERAGE),
    ),
    metric(
        binary_recall,
        predict=alike(binary_recall),
        type_name="BinaryRecall",
        summary="Of what is yes, the share that the network says yes to.",
        params=(THRESHOLD, AVERAGE),
    ),
    metric(
        area_under_curve,
        predict=alike(_columns),
        type_name="AUC",
        summary="The chance that a yes is given a higher value than a no: 0.5 is guessing, whatever the threshold.",
    ),
    metric(
        exact_match,
        predict=alike(exact_match),
        type_name="ExactMatch",
        summary="The share of samples of which the network gets every label right, when several may hold at once.",
        params=(THRESHOLD,),
    ),
)
