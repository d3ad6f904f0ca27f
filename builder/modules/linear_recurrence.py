"""The recurrence h[t] = decay[t] * h[t - 1] + input[t], for all times at once."""

import torch
from torch import Tensor

from builder.kinds.own_module import OwnFunction


def linear_recurrence(input: Tensor, decay: Tensor) -> Tensor:
    """Remembers what came before: each step keeps a share of the state and adds the new input.

    The state starts at zero. Instead of walking through time, each round joins stretches of twice the
    length, so that T steps take log2(T) rounds.

    Shape:
        - input: (N, T, *), what is added at each time
        - decay: (N, T, *), the share of the state that is kept at each time
        - output: (N, T, *), the state at each time

    Reference:
        Blelloch, "Prefix Sums and Their Applications", 1990.

    Example:
        >>> linear_recurrence(torch.ones(1, 3, 1), torch.full((1, 3, 1), 0.5)).flatten()
        tensor([1.0000, 1.5000, 1.7500])
    """
    length, reach = input.shape[1], 1
    while reach < length:  # input[t] now holds the state at t as if it were zero before t - reach + 1
        joined = input[:, reach:] + decay[:, reach:] * input[:, :-reach]
        kept = decay[:, reach:] * decay[:, :-reach]
        input = torch.cat([input[:, :reach], joined], dim=1)
        decay = torch.cat([decay[:, :reach], kept], dim=1)
        reach *= 2
    return input


LAYER = OwnFunction(
    linear_recurrence,
    type_name="LinearRecurrence",
    category="State space",
)
