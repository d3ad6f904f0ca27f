"""Negative log-likelihood in nats."""

from torch import Tensor

from builder.kinds.own_module import OwnMetric


def negative_log_likelihood(input: Tensor) -> Tensor:
    """Tells how surprising each sample is to the network, in nats, on average.

    Less the log-likelihood of a sample; where it is told for each of its parts, such as tokens, the sum over these.

    Shape:
        - input: (N,) or (N, ...), log-likelihoods, as natural logarithms
        - metric: (), in nats for each sample

    Reference:
        Papamakarios et al., "Normalizing Flows for Probabilistic Modeling and Inference", 2021.

    Example:
        >>> negative_log_likelihood(torch.tensor([0.5, 0.25]).log())
        tensor(1.0397)
    """
    return -input.float().reshape(len(input), -1).sum(dim=1).mean()


LAYER = OwnMetric(negative_log_likelihood, type_name="NegativeLogLikelihood", unit="nats", smaller_is_better=True)
