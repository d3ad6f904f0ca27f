"""Losses for numbers: how far a prediction is from what was measured."""

from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.expected import ANY_TENSOR, REAL
from builder.kinds.fields import alike
from builder.kinds.spec import OnlyIf, Port
from builder.kinds.tensor_function import loss

REALS = {"input": REAL, "target": REAL}


def _broadcast(input: Tensor, target: Tensor, var: Tensor, **_: object) -> Tensor:
    return (input + target + var).mean()


LAYERS = (
    loss(
        nn.MSELoss,
        F.mse_loss,
        summary="The mean of the squared differences: large mistakes count most.",
        predict=alike(F.mse_loss),
        expects=REALS,
        reads="value",
    ),
    loss(
        nn.L1Loss,
        F.l1_loss,
        summary="The mean of the absolute differences: every mistake counts by its size.",
        predict=alike(F.l1_loss),
        expects=REALS,
        reads="value",
    ),
    loss(
        nn.SmoothL1Loss,
        F.smooth_l1_loss,
        summary="Squared for small differences and absolute for large ones, so that outliers don't rule.",
        limits={"beta": (0, None)},
        predict=alike(F.smooth_l1_loss),
        expects=REALS,
        reads="value",
    ),
    loss(
        nn.HuberLoss,
        F.huber_loss,
        summary="Squared up to delta and a straight line beyond it, so that outliers don't rule.",
        limits={"delta": (0.000001, None)},
        predict=alike(F.huber_loss),
        expects=REALS,
        reads="value",
    ),
    loss(
        nn.KLDivLoss,
        F.kl_div,
        summary="How far predicted log-probabilities are from a target distribution.",
        reductions=("batchmean", "mean", "sum"),
        starts={"reduction": "batchmean"},  # the mean over samples, which the mathematics means
        predict=alike(F.kl_div),
        expects=REALS,
    ),
    loss(
        nn.PoissonNLLLoss,
        F.poisson_nll_loss,
        summary="How surprised the network is by counts, such as visits per hour.",
        limits={"eps": (0, 1)},
        only_if={"eps": OnlyIf(field="log_input", among=(False,))},
        predict=alike(F.poisson_nll_loss),
        expects=REALS,
    ),
    loss(
        nn.GaussianNLLLoss,
        F.gaussian_nll_loss,
        summary="How surprised the network is by a value, when it predicts a mean and a variance.",
        inputs=(
            Port(name="input", accepts=ANY_TENSOR, help="The predicted mean."),
            Port(name="target", accepts=ANY_TENSOR, help="What was measured."),
            Port(name="var", accepts=ANY_TENSOR, help="The predicted variance: positive, so end it in a Softplus."),
        ),
        limits={"eps": (0, 1)},
        predict=_broadcast,  # torch's looks for negative variances, which needs values
        expects={**REALS, "var": REAL},
    ),
)
