"""MNIST1D: ten bent lines that stand for the digits, moved and spoilt on the spot from a fixed seed.

Reference: Greydanus, "Scaling Down Deep Learning with MNIST-1D", 2020.
Licence: Apache 2.0 for the ten lines, from the author's code; the samples are ours.
"""

import torch
from torch import Tensor

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, noise_param, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def mnist_1d(samples: int = 5_600, noise: float = 0.25, seed: int = 0) -> Parts:
    """Lines of 40 values with one of ten shapes in it, made longer, higher, moved, tilted and noisy.

    Shape: line (N, 1, 40), label (N,) in 0..9. Units: ``noise`` is a standard deviation, before it is smoothed.
    """
    random = torch.Generator().manual_seed(seed)

    def between(low: float, high: float) -> Tensor:
        return low + (high - low) * torch.rand(samples, 1, generator=random)

    label = torch.arange(samples) % 10
    length = 12 + torch.randint(36, 61, (samples, 1), generator=random)  # the shape, and 36 to 60 times nothing
    line = torch.cat([mnist_1d_shapes()[label] + 1e-6, torch.zeros(samples, 60)], dim=1)  # only what is 0 gets noise
    line = values_at(line, torch.linspace(0, 1, 72) * (length - 1)) * between(0.8, 1.2)
    by = torch.randint(0, 48, (samples, 1), generator=random)
    line = line.gather(1, (torch.arange(72) - by) % 72)
    bell = torch.exp(-(torch.arange(-8.0, 9).square()) / 8)
    rough = torch.nn.functional.pad(torch.randn(samples, 1, 72, generator=random), (8, 8), mode="reflect")
    smooth = torch.nn.functional.conv1d(rough, (bell / bell.sum())[None, None])[:, 0]
    line = torch.where(line == 0, noise * smooth, line) + 0.08 * noise * torch.randn(samples, 72, generator=random)
    line = line - between(-0.375, 0.375) * torch.linspace(-0.5, 0.5, 72)
    line = values_at(line, torch.linspace(0, 71, 40).expand(samples, 40))
    return divided({"line": 6.4 * line[:, None], "label": label}, by_class(label))


def mnist_1d_shapes() -> Tensor:
    """What stands for each digit; it begins and ends at 0. Shape: -> (10, 12)."""
    heights = torch.tensor(
        [
            [5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5],
            [5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5],
            [5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5],
            [5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5],
            [5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5],
            [5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5],
            [5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5],
            [5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5],
            [5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5],
            [5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5],
        ]
    )
    return (heights - 5) / heights.std(dim=1, correction=0, keepdim=True) / 6


def values_at(line: Tensor, place: Tensor) -> Tensor:
    """The values of lines between their points, along straight pieces. Shape: (N, L), (N, P) -> (N, P)."""
    left = place.long().clamp(0, line.shape[1] - 2)
    part = place - left
    return (1 - part) * line.gather(1, left) + part * line.gather(1, left + 1)


DATASET = Dataset(
    mnist_1d,
    type_name="MNIST1D",
    summary="Ten bent lines that stand for the digits: small, but hard enough to tell good networks from bad ones.",
    fields=(
        DataField("line", (1, 40), help="How high the line is at 40 places.", time_axis=1),
        DataField(
            "label",
            (),
            kind="label",
            dtype=torch.int64,
            classes=tuple("0123456789"),
            help="Which digit its shape stands for.",
        ),
    ),
    params=(
        samples_param(5_600),
        noise_param(0.25, "How far the line strays where the shape is not."),
        SEED,
    ),
)
