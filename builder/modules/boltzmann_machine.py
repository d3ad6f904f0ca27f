"""The restricted Boltzmann machine."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from builder.kinds.expected import FEATURES, Expected
from builder.kinds.own_module import OwnModule
from builder.kinds.torch_layer import features, last_of


class BoltzmannMachine(nn.Module):
    """Learns what its input usually looks like, by comparing it with what it dreams up (RBM).

    One step of SGD on its loss is contrastive divergence with one step of Gibbs sampling (CD-1).

    Args:
        visible_features: values of a sample, each from 0 to 1.
        hidden_features: causes that it may find behind them.

    Shape:
        - input: (N, visible_features)
        - hidden_noise: (N, hidden_features), evenly distributed between 0 and 1
        - visible_noise: (N, visible_features), evenly distributed between 0 and 1
        - output: (N, hidden_features), how likely each cause is
        - dream: (N, visible_features), how likely each value is 1 after one step
        - loss: (), the free energy of the input less that of the dream

    Reference:
        Hinton, "Training Products of Experts by Minimizing Contrastive Divergence", 2002.

    Example:
        >>> machine = BoltzmannMachine(6, 3)
        >>> output, dream, loss = machine(torch.rand(2, 6).round(), torch.rand(2, 3), torch.rand(2, 6))
        >>> output.shape, dream.shape
        (torch.Size([2, 3]), torch.Size([2, 6]))
    """

    def __init__(self, visible_features: int, hidden_features: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(hidden_features, visible_features))
        self.visible_bias = nn.Parameter(torch.zeros(visible_features))
        self.hidden_bias = nn.Parameter(torch.zeros(hidden_features))
        nn.init.normal_(self.weight, std=0.01)

    def free_energy(self, visible: Tensor) -> Tensor:
        """The lower, the more likely: (N, visible_features) -> (N,)."""
        causes = F.softplus(F.linear(visible, self.weight, self.hidden_bias)).sum(dim=-1)
        return -(visible @ self.visible_bias) - causes

    def forward(self, input: Tensor, hidden_noise: Tensor, visible_noise: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        output = F.linear(input, self.weight, self.hidden_bias).sigmoid()
        hidden = (hidden_noise < output).to(input.dtype)
        dream = F.linear(hidden, self.weight.T, self.visible_bias).sigmoid()
        dreamt = (visible_noise < dream).to(input.dtype)  # no gradient: the rule takes the sample as it is
        loss = (self.free_energy(input.detach()) - self.free_energy(dreamt)).mean()
        return output, dream, loss


LAYER = OwnModule(
    BoltzmannMachine,
    category="Local learning",
    infer={"visible_features": features, "hidden_features": last_of("hidden_noise")},
    expects={
        "input": FEATURES,
        "hidden_noise": Expected((2,), "noise of shape (N, hidden features)"),
        "visible_noise": Expected((2,), "noise of shape (N, visible features)"),
    },
)
