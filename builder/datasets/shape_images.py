"""ShapeImages: small pictures of shapes, drawn on the spot from a fixed seed."""

import torch

from builder.kinds.dataset import DataField, Dataset, Split


def shape_images() -> tuple[Split, Split]:
    """768 pictures of a circle, a square or a triangle, somewhere, with some noise; 256 are held out.

    Shape: image (N, 1, 16, 16), about 0 for paper and 1 for ink; label (N,) in 0..2; region (N, 16, 16), for each
    pixel 0 for paper and 1, 2, 3 for a circle, a square, a triangle.
    """
    random = torch.Generator().manual_seed(0)
    label = torch.randint(0, 3, (768,), generator=random)
    size = 3 + 2 * torch.rand(768, 1, 1, generator=random)
    centre = 5 + 5 * torch.rand(768, 2, 1, 1, generator=random)
    pixel = torch.arange(16.0)
    right, down = pixel[None, None, :] - centre[:, 0], pixel[None, :, None] - centre[:, 1]
    circle = right.square() + down.square() <= size.square()
    square = torch.maximum(right.abs(), down.abs()) <= 0.85 * size
    triangle = (down.abs() <= size) & (right.abs() <= (down + size) / 2)
    inked = torch.stack([circle, square, triangle], dim=1)[torch.arange(768), label]
    image = inked.float() + 0.1 * torch.randn(768, 16, 16, generator=random)
    whole = {"image": image[:, None], "label": label, "region": inked * (label + 1)[:, None, None]}
    return {name: each[256:] for name, each in whole.items()}, {name: each[:256] for name, each in whole.items()}


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
)
