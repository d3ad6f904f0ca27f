"""BenchGreyWaves and BenchColourWaves: ten patterns of waves, shifted at random and full of noise."""

import math

import torch

from builder.datasets.parts.division import divided
from builder.kinds.dataset import DataField, Dataset, Parts

NOISE = 0.8


def grey_waves() -> Parts:
    """9,984 grey pictures of 28 x 28 pixels; 512 more are held out, eight of them as test.

    Shape: image (N, 1, 28, 28), label (N,) in 0..9.
    """
    return _waves(9984, 512, channels=1, size=28)


def colour_waves() -> Parts:
    """3,200 colour pictures of 32 x 32 pixels; 256 more are held out, eight of them as test.

    Shape: image (N, 3, 32, 32), label (N,) in 0..9.
    """
    return _waves(3200, 256, channels=3, size=32)


def _waves(train: int, test: int, *, channels: int, size: int) -> Parts:
    random = torch.Generator().manual_seed(0)
    down, right = torch.meshgrid(torch.arange(float(size)), torch.arange(float(size)), indexing="ij")
    waves = torch.randint(1, 5, (10, channels, 2, 1, 1), generator=random)  # how many fit into the picture each way
    phase = 2 * math.pi * torch.rand(10, channels, 1, 1, generator=random)
    templates = (2 * math.pi / size * (waves[:, :, 0] * down + waves[:, :, 1] * right) + phase).sin()
    label = torch.randint(0, 10, (train + test,), generator=random)
    shifts = torch.randint(0, size // 8, (train + test, 2), generator=random).tolist()
    image = torch.stack([templates[k].roll(s, (1, 2)) for k, s in zip(label.tolist(), map(tuple, shifts), strict=True)])
    image += NOISE * torch.randn(image.shape, generator=random)
    whole = {"image": image, "label": label}
    number = torch.arange(train + test)
    return divided(whole, (number >= train).long() + (number >= train + test - 8))


def _label() -> DataField:
    return DataField("label", (), kind="label", dtype=torch.int64, classes=tuple("0123456789"))


DATASETS = (
    Dataset(
        grey_waves,
        type_name="BenchGreyWaves",
        summary="Grey pictures of waves.",
        fields=(DataField("image", (1, 28, 28), kind="image"), _label()),
    ),
    Dataset(
        colour_waves,
        type_name="BenchColourWaves",
        summary="Colour pictures of waves.",
        fields=(DataField("image", (3, 32, 32), kind="image"), _label()),
    ),
)
