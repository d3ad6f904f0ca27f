"""CaptionedShapes: a picture is what its caption says."""

import torch

from builder.datasets.captioned_shapes import caption_words, captioned_shapes, captions

PART = captioned_shapes(350)[0]
INK = 0.95 - PART["image"].amin(1)  # how far from paper


def test_a_caption_names_its_scene():
    told = [" ".join(caption_words()[word] for word in caption) for caption in PART["caption"].tolist()]
    assert told == [captions()[scene] for scene in PART["scene"].tolist()]


def test_most_paint_is_of_the_colour_that_is_told():
    paint = (PART["image"] * INK[:, None]).sum((2, 3))
    assert torch.equal(paint.argmax(1) + 1, PART["caption"][:, 0])


def test_the_middle_of_the_ink_lies_on_the_side_that_is_told():
    across = (INK.sum(1) * torch.arange(16.0)).sum(1) / INK.sum((1, 2))
    assert torch.equal((across > 7.5).long() + 7, PART["caption"][:, 2])


def test_a_square_fills_its_box_a_circle_less_of_it_and_a_triangle_half():
    is_ink = INK > 0.4
    box = is_ink.any(1).sum(1) * is_ink.any(2).sum(1)
    filled = is_ink.sum((1, 2)) / box
    means = [filled[PART["caption"][:, 1] == shape].mean().item() for shape in (6, 4, 5)]
    assert means == sorted(means)
    assert means[0] < 0.7 < means[1] < 0.92 < means[2]
