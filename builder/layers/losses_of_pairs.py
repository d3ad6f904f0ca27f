"""Losses that compare samples with each other, and the one that aligns a sequence."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.expected import ANY_TENSOR, FEATURES, REAL, TENSOR_OR_LABEL, WHOLE, Expected
from builder.kinds.spec import Port
from builder.kinds.tensor_function import loss

SIGNS = Port(name="target", accepts=ANY_TENSOR, help="1 or -1 for each pair.")
SIGN = Expected((1,), "1 or -1 for each pair, of shape (N,)")


def _aligned(
    log_probs: Tensor, targets: Tensor, input_lengths: Tensor, target_lengths: Tensor, blank: int, **_: object
) -> Tensor:
    """A scalar, where the batches agree: torch's CTC has no form without storage."""
    if blank >= log_probs.shape[2]:
        raise ValueError("there is no such class")
    torch.broadcast_shapes(log_probs.shape[1:2], targets.shape[:1], input_lengths.shape, target_lengths.shape)
    return log_probs.mean()


LAYERS = (
    loss(
        nn.TripletMarginLoss,
        F.triplet_margin_loss,
        summary="Wants an anchor closer to a like sample than to an unlike one, by a margin.",
        inputs=(
            Port(name="anchor", accepts=ANY_TENSOR, help="The sample that is compared."),
            Port(name="positive", accepts=ANY_TENSOR, help="One that is alike."),
            Port(name="negative", accepts=ANY_TENSOR, help="One that is not."),
        ),
        limits={"p": (0.1, 100), "eps": (0, 1), "margin": (0, None)},
        expects={"anchor": REAL, "positive": REAL, "negative": REAL},
    ),
    loss(
        nn.CosineEmbeddingLoss,
        F.cosine_embedding_loss,
        summary="Wants two vectors to point the same way where the target is 1, and apart where it is -1.",
        inputs=(
            Port(name="input1", accepts=ANY_TENSOR, help="One vector per sample."),
            Port(name="input2", accepts=ANY_TENSOR, help="The vector to compare with."),
            SIGNS,
        ),
        limits={"margin": (-1, 1)},
        expects={
            "input1": FEATURES,
            "input2": FEATURES,
            "target": Expected((1,), "1 or -1 for each pair, of shape (N,)"),
        },
    ),
    loss(
        nn.MarginRankingLoss,
        F.margin_ranking_loss,
        summary="Wants the first score above the second where the target is 1, and below where it is -1.",
        inputs=(
            Port(name="input1", accepts=ANY_TENSOR, help="One score per sample."),
            Port(name="input2", accepts=ANY_TENSOR, help="The score to compare with."),
            SIGNS,
        ),
        expects={"input1": REAL, "input2": REAL, "target": REAL},
    ),
    loss(
        nn.CTCLoss,
        F.ctc_loss,
        summary="Fits a short text to a long recording without knowing where each letter is.",
        inputs=(
            Port(name="log_probs", accepts=ANY_TENSOR, help="Log-probabilities of shape (steps, N, classes)."),
            Port(name="targets", accepts=TENSOR_OR_LABEL, help="The texts, whole numbers of shape (N, letters)."),
            Port(name="input_lengths", accepts=TENSOR_OR_LABEL, help="How many steps of each recording count."),
            Port(name="target_lengths", accepts=TENSOR_OR_LABEL, help="How many letters each text has."),
        ),
        limits={"blank": (0, None)},
        predict=_aligned,
        expects={
            "log_probs": Expected((3,), "log-probabilities of shape (steps, N, classes)"),
            "targets": Expected((2,), "texts, whole numbers of shape (N, letters)", "whole"),
            "input_lengths": WHOLE,
            "target_lengths": WHOLE,
        },
    ),
)
