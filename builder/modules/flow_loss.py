"""The loss of a normalising flow."""

import torch
from torch import Tensor

from builder.kinds.own_module import OwnFunction


def flow_loss(input: Tensor, log_det: Tensor) -> Tensor:
    """How unlikely a flow finds the data, in nats per sample: what it turned them into should be plain noise.

    Shape:
        - input: (N, *), what the last layer of the flow gives
        - log_det: (N,), the sum of what all its layers say about volume
        - loss: ()

    Reference:
        Dinh, Sohl-Dickstein and Bengio, "Density Estimation Using Real NVP", 2017.

    Example:
        >>> flow_loss(torch.zeros(1, 2), torch.zeros(1))
        tensor(1.8379)
    """
    values = input.flatten(1)  # (N, features)
    constant = values.shape[1] * torch.log(torch.tensor(2 * torch.pi))
    return ((values.square().sum(dim=1) + constant) / 2 - log_det).mean()


LAYER = OwnFunction(flow_loss, type_name="FlowLoss", category="Losses", role="loss")
