"""A critic that may not be too steep."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnFunction


def gradient_penalty(score: Tensor, input: Tensor, target: float = 1.0) -> Tensor:
    """How far the steepness of a score, with respect to what is scored, is from a target: WGAN-GP.

    What is scored comes from AskGradient, where real and made samples are mixed; with a target of 0, from real ones
    alone (R1). Added to the loss of the critic, 10 times as a rule. Where nothing is learned, as when the validation
    part is measured, there are no gradients and it is 0.

    Args:
        target: how steep the score should be, per sample.

    Shape:
        - score: (N, *), what the critic says
        - input: (N, *), what it said that of, from AskGradient
        - loss: ()

    Reference:
        Gulrajani et al., "Improved Training of Wasserstein GANs", 2017.

    Example:
        >>> scored = torch.ones(2, 3, requires_grad=True)
        >>> gradient_penalty((4 * scored[:, 0]), scored).item()
        9.0
    """
    if input.device.type == "meta":
        return score.sum()  # of its shape, and resting on it
    if not torch.is_grad_enabled():
        return score.new_zeros(())
    if not (input.requires_grad and score.requires_grad):
        raise ValueError("put AskGradient before the critic, and wire what comes out of it here too")
    (slope,) = torch.autograd.grad(score.sum(), input, create_graph=True, allow_unused=True)
    if slope is None:
        raise ValueError("the score does not rest on this input: wire what AskGradient gives into the critic too")
    steepness = slope.flatten(1).square().sum(1).add(1e-12).sqrt()  # (N,)
    return (steepness - target).square().mean()


LAYER = OwnFunction(
    gradient_penalty,
    type_name="GradientPenalty",
    category="Losses",
    role="loss",
    limits={"target": (0, 1e6)},
    expects={"score": Expected((), "a score for each sample"), "input": Expected((), "what is scored")},
)
