"""A random choice that gradients pass through."""

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.kinds.own_module import OwnFunction


def gumbel_softmax(input: Tensor, noise: Tensor, tau: float = 1.0, hard: bool = False) -> Tensor:
    """Chooses one of several classes at random, by their scores, so that gradients still reach the scores.

    Args:
        tau: temperature; the nearer to 0, the nearer to a clear choice.
        hard: whether the choice is clear (exactly one 1) and only its gradient soft.

    Shape:
        - input: (N, *, classes), the scores
        - noise: (N, *, classes), evenly distributed between 0 and 1
        - output: (N, *, classes), how much of each class is chosen; adds up to 1

    Reference:
        Jang, Gu and Poole, "Categorical Reparameterization with Gumbel-Softmax", 2017.

    Example:
        >>> gumbel_softmax(torch.tensor([[9.0, 0.0, 0.0]]), torch.full((1, 3), 0.5), hard=True)
        tensor([[1., 0., 0.]])
    """
    tiny = torch.finfo(noise.dtype).tiny
    gumbel = -(-noise.clamp(min=tiny).log()).clamp(min=tiny).log()
    soft = ((input + gumbel) / tau).softmax(dim=-1)
    if not hard:
        return soft
    choice = F.one_hot(soft.argmax(dim=-1), soft.shape[-1]).to(soft.dtype)
    return choice + (soft - soft.detach())


LAYER = OwnFunction(gumbel_softmax, type_name="GumbelSoftmax", category="Generative", limits={"tau": (1e-6, 1e6)})
