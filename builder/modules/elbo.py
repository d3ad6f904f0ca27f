"""The evidence lower bound, and its parts."""

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.kinds.expected import FEATURES
from builder.kinds.own_module import OwnMetric
from builder.kinds.spec import OnlyIf


def elbo(
    input: Tensor,
    target: Tensor,
    mean: Tensor,
    log_variance: Tensor,
    likelihood: str = "normal",
    scale: float = 1.0,
    part: str = "elbo",
) -> Tensor:
    """Tells the least log-likelihood that a variational autoencoder gives a sample, in nats, or a part of it.

    The ELBO is the log-likelihood of the sample where its code is known (reconstruction), less what the code tells
    beyond standard normal noise (KL).

    Args:
        likelihood: how a value is spread around what the decoder says: normal, or yes and no with the probability
            (probs) or score (logits) that it gives.
        scale: the standard deviation, for normal.
        part: which of them is told.

    Shape:
        - input: (N, ...), what the decoder says
        - target: (N, ...), the samples
        - mean: (N, features), the means of the codes
        - log_variance: (N, features), the logarithms of their variances
        - metric: (), in nats for each sample

    Reference:
        Kingma and Welling, "Auto-Encoding Variational Bayes", 2014.

    Example:
        >>> nothing = torch.zeros(2, 3)
        >>> elbo(nothing, nothing, nothing, nothing)
        tensor(-2.7568)
    """
    input, mean, log_variance = input.float(), mean.float(), log_variance.float()
    if likelihood == "normal":
        missed = (input - target) / scale
        half = 0.9189385332046727  # log(2 pi) / 2
        told = -missed.square() / 2 - half - torch.tensor(scale, device=input.device).log()
    elif likelihood == "probs":
        yes = input.clamp(0, 1)
        told = target * yes.log().clamp(min=-100) + (1 - target) * (1 - yes).log().clamp(min=-100)
    else:
        told = -F.binary_cross_entropy_with_logits(input, target, reduction="none")
    known = told.flatten(1).sum(dim=1).mean().float()
    beyond = ((mean.square() + log_variance.exp() - log_variance - 1) / 2).flatten(1).sum(dim=1).mean()
    return known if part == "reconstruction" else beyond if part == "kl" else known - beyond


def are_coded(input: Tensor, target: Tensor, mean: Tensor, log_variance: Tensor, **params: object) -> None:
    """Raises: ValueError: what is said, the samples and the codes are not of each other."""
    if input.shape != target.shape or input.dim() < 2:
        raise ValueError("the decoder must give what the samples are: both must have the same shape")
    if mean.shape != log_variance.shape or mean.shape[0] != input.shape[0]:
        raise ValueError("every sample needs a mean and a log-variance, of one shape")


LAYER = OwnMetric(
    elbo,
    type_name="ELBO",
    unit="nats",
    fits=are_coded,
    smaller_if=OnlyIf(field="part", among=("kl",)),
    choices={"likelihood": ("normal", "probs", "logits"), "part": ("elbo", "reconstruction", "kl")},
    limits={"scale": (1e-6, 1e6)},
    only_if={"scale": OnlyIf(field="likelihood", among=("normal",))},
    expects={"mean": FEATURES, "log_variance": FEATURES},
)
