"""Textures: colour pictures of six patterns that fill a surface.

Drawn on the spot from a fixed seed.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def textures(samples: int = 252, seed: int = 0, colours: str = "own") -> Parts:
    """Stained glass, waves, hatching, dots, bricks and scales, each cut out of its surface at a random place.

    Each has colours of its own; where they are mixed, red, green and blue change places at random and half of the
    pictures are negatives, so that colours do not tell which pattern it is.

    Shape: image (N, 3, 64, 64) in 0..1; label (N,) in 0..5.
    """
    random = torch.Generator().manual_seed(seed)
    label = torch.arange(samples) % 6
    aside, above = 64 * torch.rand(2, samples, 1, 1, generator=random)
    pixel = torch.arange(64) + 0.5
    right, down = pixel[None, None, :] + aside, pixel[None, :, None] + above
    patterns = (stained_glass, wave_lines, hatching, half_tone, brickwork, fish_scales)
    paint = torch.zeros(samples, 64, 64, dtype=torch.int64)  # which of five colours each pixel has
    for each, pattern in enumerate(patterns):
        paint[label == each] = pattern(right[label == each], down[label == each], random)
    image = texture_colours()[label.view(-1, 1, 1), paint].permute(0, 3, 1, 2)  # (N, 3, 64, 64)
    image = 0.5 * image + 0.5 * F.avg_pool2d(F.pad(image, (1, 1, 1, 1), mode="replicate"), 3, stride=1)
    if colours == "mixed":
        order = torch.rand(samples, 3, generator=random).argsort(dim=1)
        image = image.gather(1, order[:, :, None, None].expand_as(image))
        is_negative = torch.rand(samples, 1, 1, 1, generator=random) < 0.5
        image = torch.where(is_negative, 1 - image, image)
    return divided({"image": image, "label": label}, by_class(label))


def stained_glass(right: Tensor, down: Tensor, random: torch.Generator) -> Tensor:
    """Panes around 40 points, with lead where two are equally near. Shape: (N, 1, 64), (N, 64, 1) -> (N, 64, 64)."""
    x, y = 76 * torch.rand(2, len(right), 40, 1, 1, generator=random) - 6
    aside, above = right[:, :, :1], down[:, :1]
    away = ((right - aside).unsqueeze(1) - x).square() + ((down - above).unsqueeze(1) - y).square()
    near, which = away.sqrt().topk(2, dim=1, largest=False)
    return torch.where(near[:, 1] - near[:, 0] < 1.5, 0, 1 + which[:, 0] % 4)


def wave_lines(right: Tensor, down: Tensor, random: torch.Generator) -> Tensor:
    """Lines in four colours that rise and fall. Shape: (N, 1, 64), (N, 64, 1) -> (N, 64, 64)."""
    begun = 6.3 * torch.rand(len(right), 1, 1, generator=random)
    height = down + 3 * (right / 6 + begun).sin() + 2 * (right / 11 + down / 15).sin()
    return (height / 2.5).floor().long() % 4


def hatching(right: Tensor, down: Tensor, random: torch.Generator) -> Tensor:
    """Strokes of a pen, crossed where it is dark. Shape: (N, 1, 64), (N, 64, 1) -> (N, 64, 64)."""
    begun = 6.3 * torch.rand(len(right), 1, 1, generator=random)
    dark = (right / 14 + begun).sin() + (down / 17).sin()
    one, other = (right + down) / 1.414, (right - down) / 1.414
    first = (one + 0.6 * (other / 5).sin()).remainder(4) < 1.4
    second = (other + 0.6 * (one / 5).sin()).remainder(4) < 1.4
    return torch.where((first & (dark > -0.9)) | (second & (dark > 0.5)), 0, 1)


def half_tone(right: Tensor, down: Tensor, random: torch.Generator) -> Tensor:
    """Dots in two colours, in rows. Shape: (N, 1, 64), (N, 64, 1) -> (N, 64, 64)."""
    row = (down / 7).floor()
    across = right + row % 2 * 4
    column = (across / 8).floor()
    away = (across - 8 * column - 4).square() + (down - 7 * row - 3.5).square()
    return torch.where(away < 8.4, 2 * speckled(column, row, 2), 1)


def brickwork(right: Tensor, down: Tensor, random: torch.Generator) -> Tensor:
    """Bricks in four colours, in rows. Shape: (N, 1, 64), (N, 64, 1) -> (N, 64, 64)."""
    row = (down / 7).floor()
    across = right + row % 2 * 7
    column = (across / 14).floor()
    is_mortar = (down - 7 * row < 1.3) | (across - 14 * column < 1.3)
    return torch.where(is_mortar, 0, 1 + speckled(column, row, 4))


def fish_scales(right: Tensor, down: Tensor, random: torch.Generator) -> Tensor:
    """Rows of round scales, each over the one above. Shape: (N, 1, 64), (N, 64, 1) -> (N, 64, 64)."""
    paint = torch.zeros(torch.broadcast_shapes(right.shape, down.shape), dtype=torch.int64)
    for above in (1, 0):
        row = (down / 7).floor() - above
        across = right + row.remainder(2) * 7
        away = ((across - 14 * (across / 14).floor() - 7).square() + (down - 7 * row).square()).sqrt()
        ring = torch.where(away > 8, 0, torch.where(away > 6, 1, torch.where(away > 3, 2, 3)))
        paint = torch.where(away < 9.4, ring, paint)
    return paint


def speckled(column: Tensor, row: Tensor, many: int) -> Tensor:
    """A number below ``many`` for each place of a lattice, without order. Shape: both (N, ...) -> (N, ...)."""
    return (3 * column * column + 5 * row * row + column * row).long() % 11 % many


def texture_colours() -> Tensor:
    """Five colours of each pattern: red, green and blue. Shape: (6, 5, 3)."""
    ink, paper = [0.10, 0.08, 0.10], [0.97, 0.94, 0.86]
    glass = [[0.05, 0.05, 0.08], [0.85, 0.10, 0.15], [0.10, 0.35, 0.85], [0.98, 0.78, 0.10], [0.05, 0.60, 0.35]]
    waves = [[0.05, 0.15, 0.40], [0.12, 0.40, 0.70], [0.45, 0.70, 0.82], [0.96, 0.94, 0.85], [0.08, 0.25, 0.55]]
    dots = [[0.90, 0.15, 0.35], [1.00, 0.95, 0.80], [0.10, 0.65, 0.85], [1.00, 0.88, 0.20], [0.90, 0.15, 0.35]]
    bricks = [[0.88, 0.85, 0.78], [0.70, 0.25, 0.15], [0.80, 0.38, 0.20], [0.58, 0.18, 0.14], [0.74, 0.30, 0.22]]
    scales = [[0.03, 0.20, 0.18], [0.05, 0.50, 0.45], [0.30, 0.75, 0.55], [0.85, 0.85, 0.45], [0.10, 0.35, 0.40]]
    return torch.tensor([glass, waves, [ink, *([paper] * 4)], dots, bricks, scales])


DATASET = Dataset(
    textures,
    type_name="Textures",
    summary="Colour pictures of stained glass, waves, hatching, dots, bricks and scales.",
    fields=(
        DataField(
            "image",
            (3, 64, 64),
            kind="image",
            between=(0, 1),
            is_photo=True,
            help="Red, green and blue, each from 0 to 1: large ones are light.",
        ),
        DataField(
            "label",
            (),
            kind="label",
            dtype=torch.int64,
            classes=("stained glass", "waves", "hatching", "dots", "bricks", "scales"),
            help="Which pattern it is.",
        ),
    ),
    params=(
        samples_param(252, most=1_000),
        SEED,
        Param(
            name="colours",
            kind="choice",
            default="own",
            choices=("own", "mixed"),
            help="Those of each pattern, or mixed at random, so that they do not tell which it is.",
        ),
    ),
)
