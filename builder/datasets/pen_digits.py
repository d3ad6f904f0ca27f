"""PenDigits: handwritten digits of our own making, drawn on the spot from a fixed seed."""

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.drawn_digit import LABEL, cut_out
from builder.datasets.parts.params import SEED, noise_param, samples_param
from builder.datasets.parts.pen import inked, pen_way
from builder.datasets.parts.writings import writings
from builder.kinds.dataset import DataField, Dataset, Parts


def pen_digits(samples: int = 7_000, noise: float = 0.02, seed: int = 0) -> Parts:
    """Digits in many handwritings: sevens with a bar and without, ones with a foot, open and closed fours.

    Each is stretched, slanted and turned, and drawn with another pen; its longer side is about 20 pixels.

    Shape: image (N, 1, 28, 28) in 0..1, label (N,) in 0..9. Units: ``noise`` is a standard deviation, in heights of
    a digit.
    """
    random = torch.Generator().manual_seed(seed)
    label = torch.arange(samples) % 10
    known = writings()
    ways = [pen_way(writing, 64) for digit in range(10) for writing in known[digit]]
    most = max(len(points) for points, _ in ways)
    points = torch.stack([F.pad(points, (0, 0, 0, most - len(points))) for points, _ in ways])
    weights = torch.stack([F.pad(weights, (0, most - weights.shape[1])) for _, weights in ways])

    many = torch.tensor([len(known[digit]) for digit in range(10)])
    written = (many.cumsum(0) - many)[label] + (many[label] * torch.rand(samples, generator=random)).long()
    strayed = points[written] + noise * torch.randn(samples, most, 2, generator=random)
    right, down = (weights[written] @ strayed).unbind(2)  # (N, 64)
    stretch, slant, turn = torch.randn(3, samples, 1, generator=random)
    right = right * (0.17 * stretch).exp() - (0.1 + 0.16 * slant) * down
    cos, sin = (0.08 * turn).cos(), (0.08 * turn).sin()
    way = torch.stack([cos * right - sin * down, sin * right + cos * down], dim=2)

    radius = 0.9 + 2 * torch.rand(samples, generator=random) ** 3
    longer = 18.5 + 2.5 * torch.rand(samples, generator=random)
    low, high = way.amin(1, keepdim=True), way.amax(1, keepdim=True)
    scale = (longer - 2 * radius)[:, None, None] / (high - low).amax(2, keepdim=True)
    middle = 13 + 2 * torch.rand(samples, 1, 2, generator=random)
    image = inked(middle + scale * (way - (low + high) / 2), radius, 28)
    return divided({"image": image[:, None], "label": label}, by_class(label))


def from_drawing(picture: Tensor) -> Tensor:
    """A drawn digit prepared as the samples are: cut out, its longer side fitted to 20 of 28 pixels, in the middle.

    Shape: (height, width) in 0..1 -> (1, 1, 28, 28) in 0..1.
    """
    if (cut := cut_out(picture)) is None:
        return torch.zeros(1, 1, 28, 28)
    height, width = (max(1, round(20 * side / max(cut.shape))) for side in cut.shape)
    fitted = F.interpolate(cut[None, None], size=(height, width), mode="bilinear", antialias=True).clamp(0, 1)
    above, before = (28 - height) // 2, (28 - width) // 2
    return F.pad(fitted, (before, 28 - width - before, above, 28 - height - above))


DATASET = Dataset(
    pen_digits,
    type_name="PenDigits",
    summary="Digits written with a pen, 28 by 28 pixels each, as you may draw one yourself.",
    fields=(
        DataField("image", (1, 28, 28), kind="image", between=(0, 1), help="Grey values from 0 (paper) to 1 (ink)."),
        LABEL,
    ),
    params=(samples_param(7_000), noise_param(0.02), SEED),
    from_drawing=from_drawing,
)
