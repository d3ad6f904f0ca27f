"""The sampling step of a variational autoencoder."""

from torch import Tensor

from builder.kinds.own_module import OwnFunction


def reparameterize(mean: Tensor, log_variance: Tensor, noise: Tensor) -> Tensor:
    """Draws from a normal distribution so that gradients reach its mean and its variance (VAE).

    Shape:
        - mean: (N, *)
        - log_variance: (N, *), the natural logarithm of the variance
        - noise: (N, *), normally distributed with mean 0 and variance 1
        - output: (N, *)

    Reference:
        Kingma and Welling, "Auto-Encoding Variational Bayes", 2014.

    Example:
        >>> reparameterize(torch.tensor([5.0]), torch.tensor([0.0]), torch.tensor([2.0]))
        tensor([7.])
    """
    return mean + (log_variance / 2).exp() * noise


LAYER = OwnFunction(reparameterize, type_name="Reparameterize", category="Generative")
