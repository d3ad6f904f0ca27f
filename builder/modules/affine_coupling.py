"""The invertible layer of RealNVP."""

import torch
from torch import Tensor, nn

from builder.kinds.expected import FEATURES
from builder.kinds.own_module import OwnModule
from builder.kinds.torch_layer import features


class AffineCoupling(nn.Module):
    """Stretches and shifts one half of the features by amounts read from the other half (RealNVP).

    It can be undone, and it starts as the identity. Swap the halves from layer to layer, so that all features
    are moved.

    Args:
        features: features of each sample; the first half, rounded up, is read, the rest moved.
        hidden_features: width of the small network that reads.
        swap: whether the last features are read and the first ones moved.

    Shape:
        - input: (N, features)
        - output: (N, features)
        - log_det: (N,), the logarithm of how much volume grows at each sample

    Reference:
        Dinh, Sohl-Dickstein and Bengio, "Density Estimation Using Real NVP", 2017.

    Example:
        >>> coupling, x = AffineCoupling(4), torch.randn(8, 4)
        >>> y, log_det = coupling(x)
        >>> torch.allclose(coupling.inverse(y), x, atol=1e-6)
        True
    """

    def __init__(self, features: int, hidden_features: int = 64, swap: bool = False) -> None:
        super().__init__()
        self.moved = features // 2
        self.swap = swap
        self.network = nn.Sequential(
            nn.Linear(features - self.moved, hidden_features),
            nn.ReLU(),
            nn.Linear(hidden_features, hidden_features),
            nn.ReLU(),
            nn.Linear(hidden_features, 2 * self.moved),
        )
        for parameter in self.network[-1].parameters():
            nn.init.zeros_(parameter)

    def forward(self, input: Tensor) -> tuple[Tensor, Tensor]:
        read, moved = self._halves(input)
        log_scale, shift = self._amounts(read)
        return self._whole(read, moved * log_scale.exp() + shift), log_scale.sum(dim=-1)

    def inverse(self, output: Tensor) -> Tensor:
        """What came in, for what goes out."""
        read, moved = self._halves(output)
        log_scale, shift = self._amounts(read)
        return self._whole(read, (moved - shift) * (-log_scale).exp())

    def _halves(self, whole: Tensor) -> tuple[Tensor, Tensor]:
        whole = whole.flip(-1) if self.swap else whole
        return whole[..., : -self.moved], whole[..., -self.moved :]

    def _whole(self, read: Tensor, moved: Tensor) -> Tensor:
        whole = torch.cat([read, moved], dim=-1)
        return whole.flip(-1) if self.swap else whole

    def _amounts(self, read: Tensor) -> tuple[Tensor, Tensor]:
        log_scale, shift = self.network(read).chunk(2, dim=-1)
        return torch.tanh(log_scale), shift  # between 1/e and e, so that training can't run away


LAYER = OwnModule(
    AffineCoupling,
    category="Flows",
    infer={"features": features},
    limits={"hidden_features": (1, 1_000_000)},
    expects=FEATURES,
)
