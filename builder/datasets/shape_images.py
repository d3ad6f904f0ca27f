"""ShapeImages: small pictures of shapes, drawn on the spot from a fixed seed."""

import torch

from builder.datasets.parts.division import by_class, divided
from builder.datasets.parts.params import SEED, noise_param, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def shape_images(samples: int = 716, noise: float = 0.1, seed: int = 0) -> Parts:
    """Pictures of a circle, a square or a triangle, somewhere, with some noise.

    Shape: image (N, 1, 16, 16), about 0 for paper and 1 for ink; label (N,) in 0..2; region (N, 16, 16), for each
    pixel 0 for paper and 1, 2, 3 for a circle, a square, a triangle. Units: ``noise`` is a standard deviation.
    """
    random = torch.Generator().manual_seed(seed)
    label = torch.arange(samples) % 3
    size = 3 + 2 * torch.rand(samples, 1, 1, generator=random)
    centre = 5 + 5 * torch.rand(samples, 2, 1, 1, generator=random)
    pixel = torch.arange(16.0)
    right, down = pixel[None, None, :] - centre[:, 0], pixel[None, :, None] - centre[:, 1]
    circle = right.square() + down.square() <= size.square()
    square = torch.maximum(right.abs(), down.abs()) <= 0.85 * size
    triangle = (down.abs() <= size) & (right.abs() <= (down + size) / 2)
    inked = torch.stack([circle, square, triangle], dim=1)[torch.arange(samples), label]
    image = inked.float() + noise * torch.randn(samples, 16, 16, generator=random)
    whole = {"image": image[:, None], "label": label, "region": inked * (label + 1)[:, None, None]}
    return divided(whole, by_class(label))


DATASET = Dataset(
    shape_images,
    type_name="ShapeImages",
    summary="Small pictures of circles, squares and triangles, with the region of each.",
    fields=(
        DataField("image", (1, 16, 16), kind="image", help="Grey values, about 0 for paper and 1 for ink."),
        DataField(
            "label",
            (),
            kind="label",
            dtype=torch.int64,
            classes=("circle", "square", "triangle"),
            help="Which shape it is.",
        ),
        DataField(
            "region",
            (16, 16),
            kind="label",
            dtype=torch.int64,
            classes=("paper", "circle", "square", "triangle"),
            help="For each pixel, what it belongs to.",
        ),
    ),
    params=(samples_param(716, most=10_000), noise_param(0.1), SEED),
)
