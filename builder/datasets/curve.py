"""Curve: a function of one number, made on the spot from a fixed seed."""

import torch

from builder.datasets.parts.division import by_number, divided
from builder.datasets.parts.params import SEED, noise_param, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def curve(samples: int = 716, noise: float = 0.05, seed: int = 0) -> Parts:
    """Noisy points of the curve sin(3 x) + x / 2 for x from -2 to 2.

    Shape: x (N, 1), y (N, 1), clean (N, 1): without noise. Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(seed)
    x = 4 * torch.rand(samples, 1, generator=random) - 2
    clean = (3 * x).sin() + x / 2
    y = clean + noise * torch.randn(x.shape, generator=random)
    return divided({"x": x, "y": y, "clean": clean}, by_number(samples))


DATASET = Dataset(
    curve,
    type_name="Curve",
    summary="A wavy curve: one number in, one number out.",
    fields=(
        DataField("x", (1,), help="Where on the axis, from -2 to 2."),
        DataField("y", (1,), help="How high the curve is there, as it was measured: with noise."),
        DataField("clean", (1,), help="How high it truly is there, to measure by. Who learns never has it."),
    ),
    params=(
        samples_param(716),
        noise_param(0.05, "How far points stray from the curve."),
        SEED,
    ),
)
