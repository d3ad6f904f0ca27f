"""Metrics of choices: how many are right."""

from collections.abc import Callable
from functools import partial

from torch import Tensor
from torch.nn import functional as F

from builder.fields import alike
from builder.layer import ANY_TENSOR, REAL, WHOLE, Expected, TensorFunction
from builder.shapes import SCORES
from builder.spec import Param, Port


def accuracy(input: Tensor, target: Tensor) -> Tensor:
    """Share of right answers, where the highest score is on the target class: (N, classes, ...), (N, ...) -> ()."""
    return (input.argmax(dim=1) == target).float().mean()


def top_k_accuracy(input: Tensor, target: Tensor, k: int = 5) -> Tensor:
    """Share of answers with the target class among the k highest scores: (N, classes, ...), (N, ...) -> ()."""
    return (input.topk(k, dim=1).indices == target.unsqueeze(1)).any(dim=1).float().mean()


def binary_accuracy(input: Tensor, target: Tensor, threshold: float = 0.0) -> Tensor:
    """Share of right answers, where a score above the threshold means yes: same shape for both -> ()."""
    return ((input > threshold) == (target > 0.5)).float().mean()


def f1_score(input: Tensor, target: Tensor) -> Tensor:
    """Mean over the classes of 2 * hits / (chosen + right): (N, classes, ...), (N, ...) -> ()."""
    classes = input.shape[1]
    chosen = F.one_hot(input.argmax(dim=1).flatten(), classes)
    right = F.one_hot(target.flatten(), classes)
    hits, either = (chosen * right).sum(dim=0), (chosen + right).sum(dim=0)
    return (2 * hits / either.clamp(min=1)).sum() / (either > 0).sum()


def intersection_over_union(input: Tensor, target: Tensor) -> Tensor:
    """Mean over the classes of hits / (chosen or right): (N, classes, ...), (N, ...) -> ()."""
    classes = input.shape[1]
    chosen = F.one_hot(input.argmax(dim=1).flatten(), classes)
    right = F.one_hot(target.flatten(), classes)
    hits, either = (chosen * right).sum(dim=0), (chosen | right).sum(dim=0)
    return (hits / either.clamp(min=1)).sum() / (either > 0).sum()


def _per_answer(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """The function, for one target per answer: their shapes without the axis of the classes are the same."""

    def predicted(input: Tensor, target: Tensor, **params: object) -> Tensor:
        if (input.shape[0], *input.shape[2:]) != target.shape:
            raise ValueError("there must be one target per answer")
        return function(input, target, **params)

    return predicted


metric = partial(
    TensorFunction,
    category="Metrics",
    role="metric",
    inputs=(
        Port(name="input", accepts=ANY_TENSOR, help="Scores, one per class."),
        Port(name="target", accepts=("label", "tensor"), help="The right classes."),
    ),
    output=Port(name="metric", kind="metric"),
    expects={"input": SCORES, "target": WHOLE},
)

LAYERS = (
    metric(
        accuracy,
        predict=_per_answer(accuracy),
        type_name="Accuracy",
        summary="The share of samples that the network gets right.",
    ),
    metric(
        top_k_accuracy,
        predict=_per_answer(top_k_accuracy),
        type_name="TopKAccuracy",
        summary="The share of samples whose right class is among the few with the highest scores.",
        params=(Param(name="k", kind="int", default=5, minimum=1, help="How many of the highest scores count."),),
    ),
    metric(
        f1_score, type_name="F1", summary="How well each class is found and not mistaken, averaged over the classes."
    ),
    metric(
        intersection_over_union,
        predict=_per_answer(intersection_over_union),
        type_name="IoU",
        summary="How well the regions of each class overlap with the right ones, averaged over the classes.",
    ),
    metric(
        binary_accuracy,
        predict=alike(binary_accuracy),
        type_name="BinaryAccuracy",
        summary="The share of yes-or-no questions that the network gets right.",
        inputs=(
            Port(name="input", accepts=ANY_TENSOR, help="One score per question."),
            Port(name="target", accepts=ANY_TENSOR, help="1 for yes, 0 for no, in the same shape."),
        ),
        params=(
            Param(
                name="threshold", kind="float", default=0.0, help="Scores above it mean yes; 0.5 suits probabilities."
            ),
        ),
        expects={"input": REAL, "target": Expected((), "ones and zeros", "any")},
    ),
)
