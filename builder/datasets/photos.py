"""Photos: pieces of two colour photos that scikit-learn brings along.

Licence: CC BY 2.0. Source: "china.jpg" by danielbuechele and "flower.jpg" by vultilion, Flickr, 2011.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from builder.datasets.parts.division import by_number, divided
from builder.datasets.parts.params import SEED, samples_param
from builder.kinds.dataset import DataField, Dataset, Parts


def photos(samples: int = 280, seed: int = 0) -> Parts:
    """Square pieces, of random size and place, of a photo of a tower by a lake and of one of a dahlia.

    Pieces of the tower are for training, of the dahlia's left half for validation, of its right half for the test.

    Shape: image (N, 3, 64, 64) in 0..1.
    """
    from sklearn.datasets import load_sample_images

    random = torch.Generator().manual_seed(seed)
    tower, dahlia = (torch.tensor(each).permute(2, 0, 1) / 255 for each in load_sample_images().images)
    part = by_number(samples)
    of_part = (tower, dahlia[:, :, :305], dahlia[:, :, 305:])  # the dahlia's middle is 305 pixels from the left
    image = torch.cat([piece_of(of_part[place], random) for place in part.tolist()])
    return divided({"image": image}, part)


def piece_of(photo: Tensor, random: torch.Generator) -> Tensor:
    """A square of at least 200 pixels a side, made small. Shape: (3, height, width) -> (1, 3, 64, 64)."""

    def below(end: int) -> int:
        return int(torch.randint(0, end, (), generator=random))

    height, width = photo.shape[1:]
    side = 200 + below(min(height, width) - 199)
    top, left = below(height - side + 1), below(width - side + 1)
    return F.interpolate(photo[None, :, top : top + side, left : left + side], size=64, mode="area")


DATASET = Dataset(
    photos,
    type_name="Photos",
    summary="Pieces of two colour photos: a tower by a lake, a dahlia.",
    fields=(
        DataField(
            "image",
            (3, 64, 64),
            kind="image",
            between=(0, 1),
            is_photo=True,
            help="Red, green and blue, each from 0 to 1: large ones are light.",
        ),
    ),
    params=(samples_param(280, most=1_000), SEED),
)
