"""Where a loss asks how steep something is."""

import torch
from torch import Tensor

from builder.kinds.own_module import OwnFunction


def ask_gradient(input: Tensor) -> Tensor:
    """Passes its input on so that a GradientPenalty can ask for the gradient with respect to it.

    What comes before gets no gradient through it.

    Shape:
        - input: (*)
        - output: (*)

    Reference:
        Gulrajani et al., "Improved Training of Wasserstein GANs", 2017.

    Example:
        >>> ask_gradient(torch.ones(1)).requires_grad
        True
    """
    output = input.detach()
    return output.requires_grad_() if torch.is_grad_enabled() else output


LAYER = OwnFunction(ask_gradient, type_name="AskGradient", category="Losses")
