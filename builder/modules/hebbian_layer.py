"""Hebb's rule."""

import torch
from torch import Tensor, nn

from builder.kinds.expected import FEATURES
from builder.kinds.own_module import OwnModule
from builder.kinds.torch_layer import features


class HebbianLayer(nn.Module):
    """Strengthens the weights between values that are active together, by the rules of Hebb and Oja.

    One step of SGD on its loss changes the weights by Hebb's rule, lr x post x pre, and lets them decay
    by Oja's rule, so that they don't grow without end. No error flows back through it.

    Args:
        in_features: features of each sample that come in.
        out_features: features of each sample that go out.
        decay: how strongly Oja's rule holds the weights back; 0 for Hebb's rule alone.

    Shape:
        - input: (N, in_features)
        - output: (N, out_features)
        - loss: (), what SGD makes smaller to follow the rule

    Reference:
        Oja, "A Simplified Neuron Model as a Principal Component Analyzer", 1982.

    Example:
        >>> output, loss = HebbianLayer(4, 2)(torch.randn(8, 4))
        >>> output.shape
        torch.Size([8, 2])
    """

    def __init__(self, in_features: int, out_features: int, decay: float = 1.0) -> None:
        super().__init__()
        self.decay = decay
        self.weight = nn.Parameter(torch.empty(out_features, in_features))
        nn.init.normal_(self.weight, std=in_features**-0.5)

    def forward(self, input: Tensor) -> tuple[Tensor, Tensor]:
        pre = input.detach()
        post = (pre @ self.weight.T).detach()  # (N, out_features)
        together = (post * (pre @ self.weight.T)).sum(dim=-1)  # its gradient is post x pre
        held_back = (post @ self.weight).square().sum(dim=-1) / 2  # its gradient is post x (post @ weight)
        return post, (self.decay * held_back - together).mean()


LAYER = OwnModule(
    HebbianLayer,
    category="Local learning",
    infer={"in_features": features},
    starts={"out_features": 1},
    limits={"out_features": (1, 1_000_000), "decay": (0, 1_000)},
    expects=FEATURES,
)
