"""How far a normal distribution is from the standard one."""

from torch import Tensor

from builder.kinds.own_module import OwnFunction


def kl_divergence(mean: Tensor, log_variance: Tensor) -> Tensor:
    """How much a normal distribution tells beyond mean 0 and variance 1, in nats: 0 when it is just that.

    Summed over the features of a sample, averaged over the samples.

    Shape:
        - mean: (N, *)
        - log_variance: (N, *), the natural logarithm of the variance
        - loss: ()

    Reference:
        Kingma and Welling, "Auto-Encoding Variational Bayes", 2014.

    Example:
        >>> kl_divergence(torch.tensor([[1.0, 0.0]]), torch.zeros(1, 2))
        tensor(0.5000)
    """
    per_value = (mean.square() + log_variance.exp() - 1 - log_variance) / 2
    return per_value.flatten(1).sum(dim=1).mean()


LAYER = OwnFunction(kl_divergence, type_name="KLDivergence", category="Losses", role="loss")
