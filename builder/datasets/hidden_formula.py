"""HiddenFormula: six numbers and one that follows from four of them, made on the spot from a fixed seed."""

import torch

from builder.datasets.parts.division import by_number, divided
from builder.datasets.parts.params import SEED, noise_param, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def hidden_formula(samples: int = 1_400, noise: float = 0.05, seed: int = 0) -> Parts:
    """Numbers from -1 to 1, and y = a b + c²/2 - d + 0.3 a c² with noise: e and f have nothing to do with it.

    Shape: numbers (N, 6), y (N, 1). Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(seed)
    numbers = 2 * torch.rand(samples, 6, generator=random) - 1
    a, b, c, d = numbers[:, :4].split(1, dim=1)
    y = a * b + c.square() / 2 - d + 0.3 * a * c.square()
    return divided({"numbers": numbers, "y": y + noise * torch.randn(y.shape, generator=random)}, by_number(samples))


DATASET = Dataset(
    hidden_formula,
    type_name="HiddenFormula",
    summary="Six numbers; a formula of four of them gives a seventh.",
    fields=(
        DataField("numbers", (6,), between=(-1, 1), columns=tuple("abcdef"), help="Six numbers, each by chance."),
        DataField("y", (1,), help="a b + c²/2 - d + 0.3 a c², as it was measured: with noise."),
    ),
    params=(samples_param(1_400), noise_param(0.05, "How far y strays from the formula."), SEED),
)
