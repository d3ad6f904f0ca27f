"""A layer of Ivakhnenko's group method of data handling: small formulas of pairs compete."""

import torch
from torch import Tensor, nn

from builder.kinds.expected import FEATURES
from builder.kinds.fitted_module import FittedModule
from builder.kinds.torch_layer import features


def suits_gmdh(input: Tensor, target: Tensor) -> None:
    """Refuse a target that is not one number for each sample."""
    if target.shape[1:] != (1,):
        raise ValueError("The target is one number for each sample, of shape (N, 1).")


class GMDHLayer(nn.Module):
    """Fits a small formula to each pair of inputs by least squares; those that foretell the target best go on.

    A formula is a + b u + c v + d u v + e u² + f v² of inputs u and v. Every other sample of the training part settles
    its six numbers; the samples between say how good it is. Where none is better than the best input as it stands,
    the layer adds nothing: it passes on what came in. So layers in a row stop growing by themselves.

    Args:
        num_features: inputs of each sample.
        keep: how many formulas go on.

    Shape:
        - input: (N, num_features)
        - target: (N, 1), what is to be foretold; only the fit sees it
        - output: (N, keep), what the best formulas give, the best first
        - best: (N, 1), what the best one gives

    Reference:
        Ivakhnenko, "Polynomial Theory of Complex Systems", 1971.

    Example:
        >>> layer = GMDHLayer(2, keep=1)
        >>> u = torch.arange(12.0)
        >>> layer.fit(torch.stack([u, u.sin()], 1), (u * u)[:, None])
        >>> layer(torch.tensor([[5.0, 0.0]]))[1].round()
        tensor([[25.]])
    """

    pairs: Tensor
    weights: Tensor

    def __init__(self, num_features: int, keep: int = 10) -> None:
        super().__init__()
        passed = torch.arange(keep) % num_features
        self.register_buffer("pairs", torch.stack([passed, passed], 1))
        self.register_buffer("weights", torch.tensor([[0.0, 1.0, 0.0, 0.0, 0.0, 0.0]]).repeat(keep, 1))

    def fit(self, input: Tensor, target: Tensor) -> None:
        """Settle on every other sample, choose on those between."""
        input, target = input.double(), target.double()
        settled, wanted, shown, told = input[::2], target[::2], input[1::2], target[1::2]
        as_it_stands = torch.tensor([0.0, 1.0, 0.0, 0.0, 0.0, 0.0], dtype=torch.double)
        passed = [[one, one] for one in range(input.shape[1])]
        formulas = [(pair, as_it_stands) for pair in passed]
        for pair in torch.combinations(torch.arange(input.shape[1])).tolist():
            found = torch.linalg.lstsq(self._terms(settled[:, pair]), wanted, driver="gelsd").solution
            formulas.append((pair, found[:, 0]))
        errors = [
            (self._terms(shown[:, pair]) @ weights - told[:, 0]).square().mean().item() for pair, weights in formulas
        ]
        order = sorted(range(len(formulas)), key=errors.__getitem__)
        is_better = order[0] >= len(passed)
        order = [place for place in order if (place >= len(passed)) == is_better]
        chosen = [formulas[order[place % len(order)]] for place in range(len(self.pairs))]
        self.pairs.copy_(torch.tensor([pair for pair, _ in chosen]))
        self.weights.copy_(torch.stack([weights for _, weights in chosen]))

    def forward(self, input: Tensor) -> tuple[Tensor, Tensor]:
        pairs = input.index_select(1, self.pairs.flatten()).unflatten(1, self.pairs.shape)  # (N, keep, 2)
        output = (self._terms(pairs) * self.weights).sum(-1)
        return output, output[:, :1]

    def _terms(self, pairs: Tensor) -> Tensor:
        u, v = pairs.unbind(-1)
        return torch.stack([torch.ones_like(u), u, v, u * v, u * u, v * v], -1)  # (..., 6)


LAYER = FittedModule(
    GMDHLayer,
    category="Local learning",
    infer={"num_features": features},
    limits={"keep": (1, 100)},
    expects={"input": FEATURES, "target": FEATURES},
    suits=suits_gmdh,
)
