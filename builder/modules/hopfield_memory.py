"""A memory that completes what it has seen."""

import torch
from torch import Tensor, nn

from builder.kinds.expected import FEATURES
from builder.kinds.own_module import OwnModule
from builder.kinds.torch_layer import features


class HopfieldMemory(nn.Module):
    """Stores patterns of -1 and 1 by Hebb's rule and completes a damaged one to the nearest of them.

    One step of SGD on its loss adds lr x (mean of pattern x pattern) to the weights, nothing to the
    diagonal: "fire together, wire together". While recalling, all values take the sign of what the others say.

    Args:
        in_features: values of a pattern.
        steps: how often all values are renewed while recalling.

    Shape:
        - input: (N, in_features), patterns
        - output: (N, in_features), what they are completed to, of -1 and 1
        - loss: (), what SGD makes smaller to store the input

    Reference:
        Hopfield, "Neural Networks and Physical Systems with Emergent Collective Computational Abilities", 1982.

    Example:
        >>> memory = HopfieldMemory(4)
        >>> memory(torch.tensor([[1.0, -1.0, 1.0, 1.0]]))[1].backward()
        >>> memory.weight.data -= memory.weight.grad  # one step of SGD
        >>> memory(torch.tensor([[1.0, -1.0, 1.0, -1.0]]))[0]
        tensor([[ 1., -1.,  1.,  1.]])
    """

    def __init__(self, in_features: int, steps: int = 5) -> None:
        super().__init__()
        self.steps = steps
        self.weight = nn.Parameter(torch.zeros(in_features, in_features))

    def forward(self, input: Tensor) -> tuple[Tensor, Tensor]:
        others = self.weight - self.weight.diag().diag()
        pattern = input.detach()
        loss = -(pattern @ others * pattern).sum(dim=-1).mean()  # twice Hopfield's energy
        state = pattern.sign()
        for _ in range(self.steps):
            heard = state @ others.detach()
            state = torch.where(heard == 0, state, heard.sign())  # who hears nothing stays
        return state, loss


LAYER = OwnModule(
    HopfieldMemory,
    category="Local learning",
    infer={"in_features": features},
    limits={"steps": (0, 1_000)},
    expects=FEATURES,
)
