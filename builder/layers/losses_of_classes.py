"""Losses for choosing: between classes, yes and no, or several labels at once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.expected import REAL, WHOLE, Expected
from builder.kinds.fields import alike
from builder.kinds.shapes import SCORES
from builder.kinds.tensor_function import loss

EACH_CLASS = ("weight", "How much each class counts, of shape (classes,); ClassWeights counts it over the data.")
EACH_QUESTION = ("pos_weight", "How much a yes counts for each question; PositiveWeights counts it over the data.")
CLASSES = {"input": SCORES, "target": WHOLE}
CLASSES_OR_SHARES = {
    "input": replace(SCORES, or_shares=True),
    "target": Expected((), "classes, or a share of each class in the shape of the scores", "number"),
}
SAMPLES = Expected((2,), "one row of scores per sample, of shape (N, classes)")
CLASS = Expected((1,), "one class per sample, whole numbers of shape (N,)", "whole")
REALS = {"input": REAL, "target": REAL}


def _by_class(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """Sees, without storage too, whether there is a class for each place that has scores."""

    def predict(input: Tensor, target: Tensor, **settings: Any) -> Tensor:
        places = input.shape[:1] + input.shape[2:] if input.ndim > 1 else ()
        if not target.is_floating_point() and target.shape != places:
            raise RuntimeError(f"scores of {tuple(input.shape)} want classes of {tuple(places)}")
        return function(input, target, **settings)

    return predict


LAYERS = (
    loss(
        nn.CrossEntropyLoss,
        F.cross_entropy,
        predict=_by_class(F.cross_entropy),
        weight=EACH_CLASS,
        summary="How surprised the network is by the right class: 0 when it was sure and right.",
        target=("label", "tensor"),
        limits={"label_smoothing": (0, 1)},
        expects=CLASSES_OR_SHARES,
        reads="scores",
    ),
    loss(
        nn.NLLLoss,
        F.nll_loss,
        predict=_by_class(F.nll_loss),
        weight=EACH_CLASS,
        summary="CrossEntropyLoss for a network that ends in a LogSoftmax.",
        target=("label", "tensor"),
        expects=CLASSES,
        reads="scores",
    ),
    loss(
        nn.BCEWithLogitsLoss,
        F.binary_cross_entropy_with_logits,
        weight=EACH_QUESTION,
        summary="How surprised the network is by a yes or no, given one score per question.",
        expects=REALS,
        reads="score",
    ),
    loss(
        nn.BCELoss,
        F.binary_cross_entropy,
        summary="How surprised the network is by a yes or no, given one probability per question.",
        expects=REALS,
        reads="probability",
    ),
    loss(
        nn.MultiMarginLoss,
        F.multi_margin_loss,
        weight=EACH_CLASS,
        summary="Wants the score of the right class above every other one by a margin.",
        target=("label", "tensor"),
        limits={"p": (1, 2)},
        expects={"input": SAMPLES, "target": CLASS},
        reads="scores",
    ),
    loss(
        nn.MultiLabelMarginLoss,
        F.multilabel_margin_loss,
        summary="Wants the scores of all right classes above all others; targets list them, then -1.",
        target=("label", "tensor"),
        expects={
            "input": SAMPLES,
            "target": Expected((2,), "rows of classes, whole numbers of shape (N, classes)", "whole"),
        },
    ),
    loss(
        nn.MultiLabelSoftMarginLoss,
        F.multilabel_soft_margin_loss,
        summary="How surprised the network is by which labels hold, when several may hold at once.",
        predict=alike(F.multilabel_soft_margin_loss),
        expects=REALS,
        reads="score",
    ),
    loss(
        nn.SoftMarginLoss,
        F.soft_margin_loss,
        summary="A smooth yes-or-no loss for targets of 1 and -1.",
        predict=alike(F.soft_margin_loss),
        expects=REALS,
        reads="score",
    ),
    loss(
        nn.HingeEmbeddingLoss,
        F.hinge_embedding_loss,
        summary="Wants distances small where the target is 1 and beyond a margin where it is -1.",
        predict=alike(F.hinge_embedding_loss),
        expects=REALS,
    ),
)
