"""Textures: each fills its picture evenly, and mixed colours leave the pattern and tell nothing of it."""

import torch

from builder.datasets.textures import textures


def test_a_pattern_has_its_own_colours_and_no_two_pictures_are_alike():
    part = textures(84)[0]
    image, label = part["image"], part["label"]
    mean = image.mean(dim=(2, 3))
    centre = torch.stack([mean[label == each].mean(dim=0) for each in range(6)])
    assert ((mean[:, None] - centre).norm(dim=2).argmin(dim=1) == label).float().mean() > 0.9
    assert len(image.flatten(1).unique(dim=0)) == len(image)


def test_mixed_colours_are_the_same_values_elsewhere_or_their_negatives():
    own, mixed = (textures(84, colours=colours)[0]["image"] for colours in ("own", "mixed"))
    spread = own.std(dim=(2, 3)).sort(dim=1).values
    assert torch.allclose(spread, mixed.std(dim=(2, 3)).sort(dim=1).values, atol=1e-5)
    assert (own.mean(dim=(1, 2, 3)) - mixed.mean(dim=(1, 2, 3))).abs().gt(0.05).any()
