"""The contrastive loss of SimCLR."""

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.kinds.expected import FEATURES
from builder.kinds.own_module import OwnFunction


def nt_xent_loss(input: Tensor, other: Tensor, temperature: float = 0.5) -> Tensor:
    """How badly two views of the same sample find each other among all other views in the batch (SimCLR).

    Args:
        temperature: the lower, the more the closest wrong views count.

    Shape:
        - input: (N, features), one view of each sample
        - other: (N, features), another view of each sample
        - loss: ()

    Reference:
        Chen et al., "A Simple Framework for Contrastive Learning of Visual Representations", 2020.

    Example:
        >>> nt_xent_loss(torch.eye(2), torch.eye(2), temperature=0.05).round()
        tensor(0.)
    """
    views = F.normalize(torch.cat([input, other]), dim=-1)  # (2N, features)
    similar = views @ views.T / temperature
    itself = torch.eye(len(views), dtype=torch.bool, device=views.device)
    partner = torch.arange(len(views), device=views.device).roll(len(input))
    return F.cross_entropy(similar.masked_fill(itself, float("-inf")), partner)


LAYER = OwnFunction(
    nt_xent_loss,
    type_name="NTXentLoss",
    category="Losses",
    role="loss",
    limits={"temperature": (1e-6, 1e6)},
    expects={"input": FEATURES, "other": FEATURES},
)
