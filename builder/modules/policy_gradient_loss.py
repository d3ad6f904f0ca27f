"""The loss of policy gradients."""

import torch
from torch import Tensor

from builder.kinds.expected import REAL, WHOLE
from builder.kinds.own_module import OwnFunction


def policy_gradient_loss(
    scores: Tensor,
    action: Tensor,
    advantage: Tensor,
    going: Tensor | None = None,
    entropy: float = 0.01,
    normalised: bool = True,
) -> Tensor:
    """Makes actions likelier that earned more than was expected, and others less likely (REINFORCE).

    Args:
        entropy: how much it is worth to keep trying different actions.
        normalised: whether advantages are brought to mean 0 and variance 1 in each batch.

    Shape:
        - scores: (..., actions), a score of each action
        - action: (...), the action that was taken
        - advantage: (...), how much more it earned than was expected; no gradient flows back through it
        - going: (...), 1 where it counts and 0 after an episode is over; left out, all counts
        - loss: ()

    Reference:
        Williams, "Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement Learning", 1992.

    Example:
        >>> policy_gradient_loss(torch.zeros(2, 2), torch.tensor([0, 1]), torch.ones(2), entropy=0.0, normalised=False)
        tensor(0.6931)
    """
    advantage = advantage.detach().reshape(action.shape)
    counted = torch.ones_like(advantage) if going is None else going
    many = counted.sum().clamp(min=1)
    if normalised:
        advantage = (advantage - (advantage * counted).sum() / many) * counted
        advantage = advantage / ((advantage**2).sum() / many).sqrt().clamp(min=1e-6)
    likely = scores.log_softmax(-1)
    taken = likely.gather(-1, action.unsqueeze(-1)).squeeze(-1)
    unsure = -(likely.exp() * likely).sum(-1)
    return -((taken * advantage + entropy * unsure) * counted).sum() / many


LAYER = OwnFunction(
    policy_gradient_loss,
    type_name="PolicyGradientLoss",
    category="Losses",
    role="loss",
    limits={"entropy": (0, 100)},
    expects={"scores": REAL, "action": WHOLE, "advantage": REAL, "going": REAL},
)
