"""The simplest normalising flow."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.expected import FEATURES
from builder.kinds.own_module import OwnModule
from builder.kinds.torch_layer import features


class PlanarFlow(nn.Module):
    """Squeezes or stretches space along one learned plane, and says how much volume grows.

    f(z) = z + u tanh(w z + b), with u held where f can be undone.

    Args:
        features: features of each sample.

    Shape:
        - input: (N, features)
        - output: (N, features)
        - log_det: (N,), the logarithm of how much volume grows at each sample

    Reference:
        Rezende and Mohamed, "Variational Inference with Normalizing Flows", 2015.

    Example:
        >>> output, log_det = PlanarFlow(2)(torch.randn(8, 2))
        >>> output.shape, log_det.shape
        (torch.Size([8, 2]), torch.Size([8]))
    """

    def __init__(self, features: int) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.randn(features) * features**-0.5)
        self.u = nn.Parameter(torch.randn(features) * features**-0.5)
        self.b = nn.Parameter(torch.zeros(1))

    def forward(self, input: Tensor) -> tuple[Tensor, Tensor]:
        along = self.w @ self.u
        u = self.u + (F.softplus(along) - 1 - along) * self.w / self.w.square().sum()  # now w @ u > -1
        bend = torch.tanh(input @ self.w + self.b).unsqueeze(-1)  # (N, 1)
        log_det = (1 + (1 - bend.square()) * (self.w @ u)).log().squeeze(-1)
        return input + u * bend, log_det


LAYER = OwnModule(PlanarFlow, category="Flows", infer={"features": features}, expects=FEATURES)
