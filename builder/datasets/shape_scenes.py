"""ShapeScenes: pictures of one to three shapes at some distance, with all that can be asked about them.

Drawn on the spot from a fixed seed.
"""

import torch
from torch import Tensor

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, noise_param, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts
from builder.kinds.spec import Param


def shape_scenes(samples: int = 1_400, noise: float = 0.05, seed: int = 0, places: str = "quarters") -> Parts:
    """Pictures of a grey wall, 4 away, and before it one to three circles, squares and triangles in four colours.

    Each has another colour. All are equally large, so the nearer one is, the larger it looks; and the purer its colour,
    as there is haze. A nearer one hides what is behind it. Shapes are told of from the nearest to the farthest. Each
    stands near the middle of a quarter of the picture, or anywhere in it, but apart from the others.

    Shape: image (N, 3, 32, 32), about 0 to 1; mask (N, 32, 32), for each pixel 0 for wall and 1, 2, 3 for a circle, a
    square, a triangle; depth (N, 1, 32, 32); kinds (N, 3), 0 for none, and boxes (N, 3, 4), centre x and y, width and
    height, in 0..1; cells (N, 4, 4), which kind has its centre in each of 4 x 4 cells, 0 for none, and cell_boxes
    (N, 4, 4, 4), its box, the numbers in the first axis; caption (N, 10), places in the list of `scene_words`.
    Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(seed)

    def between(low: float, high: float) -> Tensor:
        return low + (high - low) * torch.rand(samples, 3, generator=random)

    def three_of_four() -> Tensor:
        return torch.rand(samples, 4, generator=random).argsort(dim=1)[:, :3]

    many = 1 + torch.arange(samples) % 3
    is_there = torch.arange(3) < many[:, None]  # (N, 3), as all that has one row for each shape
    away = between(1.2, 3).sort(dim=1).values
    kind, colour, quarter = torch.randint(0, 3, (samples, 3), generator=random), three_of_four(), three_of_four()
    x, y = (8 + 16 * side + between(-1.3, 1.3) for side in (quarter % 2, quarter // 2))
    half = 8 / away
    if places == "anywhere":
        x, y = apart(half, torch.stack([x, y], dim=2), random).unbind(dim=2)

    image = torch.full((samples, 3, 32, 32), 0.5)
    mask = torch.zeros(samples, 32, 32, dtype=torch.int64)
    depth = torch.full((samples, 32, 32), 4.0)
    paint = torch.tensor([[1.0, 0.1, 0.1], [0.1, 0.9, 0.1], [0.2, 0.3, 1.0], [1.0, 0.9, 0.1]])[colour]  # (N, 3, 3)
    for each in (2, 1, 0):  # from the farthest on: who is nearer is drawn over it
        inked = shape_of(kind[:, each], x[:, each], y[:, each], half[:, each]) & is_there[:, each, None, None]
        clear = (-0.3 * (away[:, each, None] - 1)).exp()
        seen = clear * paint[:, each] + (1 - clear) * 0.5  # (N, 3)
        image = torch.where(inked[:, None], seen[:, :, None, None], image)
        mask = torch.where(inked, 1 + kind[:, each, None, None], mask)
        depth = torch.where(inked, away[:, each, None, None], depth)
    image += noise * torch.randn(image.shape, generator=random)

    kinds = (1 + kind) * is_there
    boxes = torch.stack([x, y, 2 * half, 2 * half], dim=2) / 32 * is_there[:, :, None]
    cells, cell_boxes = torch.zeros(samples, 16, dtype=torch.int64), torch.zeros(samples, 16, 4)
    row, shape = is_there.nonzero(as_tuple=True)
    cell = (x // 8 + 4 * (y // 8)).long()[row, shape]
    cells[row, cell], cell_boxes[row, cell] = kinds[row, shape], boxes[row, shape]
    told = torch.stack([torch.full_like(kind, 3), 4 + colour, 8 + kind], dim=2) * is_there[:, :, None]
    told[:, 0, 0] = 1  # the first begins, the nearer one stands before the next
    caption = torch.cat([told.flatten(1), torch.zeros_like(many)[:, None]], dim=1)
    caption[torch.arange(samples), 3 * many] = 2
    whole = {
        "image": image,
        "mask": mask,
        "depth": depth[:, None],
        "kinds": kinds,
        "boxes": boxes,
        "cells": cells.view(samples, 4, 4),
        "cell_boxes": cell_boxes.view(samples, 4, 4, 4).permute(0, 3, 1, 2),
        "caption": caption,
    }
    return divided(whole, by_class(many))


def apart(half: Tensor, spare: Tensor, random: torch.Generator) -> Tensor:
    """Centres anywhere, of squares that do not overlap and whose centres are 8 apart, across or down.

    ``spare`` is taken where a hundred throws find none. Shape: half (N, 3), spare (N, 3, 2) -> (N, 3, 2).
    """
    room = half[:, None, :, None]
    thrown = room + (32 - 2 * room) * torch.rand(len(half), 100, 3, 2, generator=random)
    between = (thrown.unsqueeze(3) - thrown.unsqueeze(2)).abs().amax(dim=4)  # (N, throws, 3, 3)
    wanted = (half.unsqueeze(2) + half.unsqueeze(1)).clamp(min=8).masked_fill(torch.eye(3, dtype=torch.bool), 0)
    fits = (between >= wanted.unsqueeze(1)).flatten(2).all(dim=2)
    chosen = thrown[torch.arange(len(half)), fits.long().argmax(dim=1)]
    return torch.where(fits.any(dim=1)[:, None, None], chosen, spare)


def shape_of(kind: Tensor, x: Tensor, y: Tensor, half: Tensor) -> Tensor:
    """The pixels of a circle, a square or a triangle of a picture. Shape: all (N,) -> (N, 32, 32)."""
    pixel = torch.arange(32) + 0.5
    right = (pixel[None, None, :] - x[:, None, None]) / half[:, None, None]
    down = (pixel[None, :, None] - y[:, None, None]) / half[:, None, None]
    circle = right.square() + down.square() <= 1
    square = torch.maximum(right.abs(), down.abs()) <= 1
    triangle = (down.abs() <= 1) & (2 * right.abs() <= down + 1)
    return torch.stack([circle, square, triangle], dim=1)[torch.arange(len(kind)), kind]


def scene_words() -> list[str]:
    """What captions are made of: nothing, begin, end, and words."""
    return ["_", "^", "$", "before", "red", "green", "blue", "yellow", "circle", "square", "triangle"]


def _labels(name: str, shape: tuple[int, ...], none: str, help: str) -> DataField:
    kinds = (none, "circle", "square", "triangle")
    return DataField(name, shape, kind="label", dtype=torch.int64, classes=kinds, help=help)


DATASET = Dataset(
    shape_scenes,
    type_name="ShapeScenes",
    summary="Pictures of up to three coloured shapes, with boxes, masks, distances and a caption.",
    fields=(
        DataField("image", (3, 32, 32), kind="image", help="Red, green and blue, each from about 0 to 1."),
        _labels("mask", (32, 32), "wall", "For each pixel, what it belongs to."),
        DataField(
            "depth", (1, 32, 32), between=(1.2, 4), help="For each pixel, how far away it is: the wall is 4 away."
        ),
        _labels("kinds", (3,), "none", "What is there, from the nearest to the farthest."),
        DataField(
            "boxes",
            (3, 4),
            between=(0, 1),
            help="Where: centre x and y, width, height as shares of the picture.",
            box_axis=1,
        ),
        _labels("cells", (4, 4), "none", "Which kind has its centre in each cell of 8 by 8 pixels."),
        DataField(
            "cell_boxes",
            (4, 4, 4),
            between=(0, 1),
            help="Its box: four numbers, for each row, for each column.",
            box_axis=0,
        ),
        DataField(
            "caption",
            (10,),
            kind="label",
            dtype=torch.int64,
            classes=tuple(scene_words()),
            help="What is there in words: ^ red circle before blue square $.",
            time_axis=0,
        ),
    ),
    params=(
        samples_param(1_400, most=5_000),
        noise_param(0.05, "How far each value of a picture strays."),
        SEED,
        Param(
            name="places",
            kind="choice",
            default="quarters",
            choices=("quarters", "anywhere"),
            help="Each near the middle of a quarter of the picture, or anywhere, but apart from the others.",
        ),
    ),
)
