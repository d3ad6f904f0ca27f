"""Metrics of choices between classes: how many are right. They leave out what their loss leaves out."""

from collections.abc import Callable
from functools import partial

from torch import Tensor
from torch.nn import functional as F

from builder.kinds.expected import ANY_TENSOR, WHOLE
from builder.kinds.shapes import SCORES
from builder.kinds.spec import Param, Port
from builder.kinds.tensor_function import TensorFunction


def accuracy(input: Tensor, target: Tensor, ignore_index: int = -100) -> Tensor:
    """Share of right answers, where the highest score is on the target class: (N, classes, ...), (N, ...) -> ()."""
    counts = target != ignore_index
    return ((input.argmax(dim=1) == target) & counts).sum() / counts.sum()


def top_k_accuracy(input: Tensor, target: Tensor, k: int = 5, ignore_index: int = -100) -> Tensor:
    """Share of answers with the target class among the k highest scores: (N, classes, ...), (N, ...) -> ()."""
    counts = target != ignore_index
    return ((input.topk(k, dim=1).indices == target.unsqueeze(1)).any(dim=1) & counts).sum() / counts.sum()


def f1_score(input: Tensor, target: Tensor, ignore_index: int = -100) -> Tensor:
    """Mean over the classes of 2 * hits / (chosen + right): (N, classes, ...), (N, ...) -> ()."""
    chosen, right = chosen_and_right(input, target, ignore_index)
    hits, either = (chosen * right).sum(dim=0), (chosen + right).sum(dim=0)
    return (2 * hits / either.clamp(min=1)).sum() / (either > 0).sum()


def intersection_over_union(input: Tensor, target: Tensor, ignore_index: int = -100) -> Tensor:
    """Mean over the classes of hits / (chosen or right): (N, classes, ...), (N, ...) -> ()."""
    chosen, right = chosen_and_right(input, target, ignore_index)
    hits, either = (chosen * right).sum(dim=0), (chosen | right).sum(dim=0)
    return (hits / either.clamp(min=1)).sum() / (either > 0).sum()


def chosen_and_right(input: Tensor, target: Tensor, ignore_index: int) -> tuple[Tensor, Tensor]:
    """The chosen class and the right one of each answer that counts, as a 1 in its place, both (answers, classes)."""
    classes, counts = input.shape[1], (target != ignore_index).flatten()
    chosen = F.one_hot(input.argmax(dim=1).flatten(), classes)
    right = F.one_hot(target.flatten() * counts, classes)
    return chosen * counts[:, None], right * counts[:, None]


def _per_answer(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """The function, for one target per answer: their shapes without the axis of the classes are the same."""

    def predicted(input: Tensor, target: Tensor, **params: object) -> Tensor:
        if (input.shape[0], *input.shape[2:]) != target.shape:
            raise ValueError("there must be one target per answer")
        return function(input, target, **params)

    return predicted


IGNORE_INDEX = Param(
    name="ignore_index",
    kind="int",
    follows=True,
    help="Targets of this number don't count. Left out, it is that of the loss with the same targets, or else -100.",
)

metric = partial(
    TensorFunction,
    category="Metrics",
    role="metric",
    inputs=(
        Port(name="input", accepts=ANY_TENSOR, help="Scores, one per class."),
        Port(name="target", accepts=("label", "tensor"), help="The right classes."),
    ),
    output=Port(name="metric", kind="metric"),
    params=(IGNORE_INDEX,),
    expects={"input": SCORES, "target": WHOLE},
    reads="scores",
    unit="share",
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
        params=(
            Param(name="k", kind="int", default=5, minimum=1, help="How many of the highest scores count."),
            IGNORE_INDEX,
        ),
    ),
    metric(
        f1_score,
        predict=_per_answer(f1_score),
        type_name="F1",
        summary="How well each class is found and not mistaken, averaged over the classes.",
    ),
    metric(
        intersection_over_union,
        predict=_per_answer(intersection_over_union),
        type_name="IoU",
        summary="How well the regions of each class overlap with the right ones, averaged over the classes.",
    ),
)
