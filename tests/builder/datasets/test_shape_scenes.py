"""ShapeScenes: everything that is said of a picture is said of the same shapes."""

import pytest
import torch

from builder.datasets.shape_scenes import scene_words, shape_scenes


@pytest.fixture(scope="module")
def scenes():
    return shape_scenes(noise=0)[0]


def test_a_box_lies_closely_around_its_shape(scenes):
    alone = scenes["kinds"][:, 1] == 0
    for mask, (x, y, width, height) in zip(scenes["mask"][alone], scenes["boxes"][alone, 0] * 32, strict=True):
        rows, columns = (mask > 0).nonzero().unbind(dim=1)
        near = pytest.approx
        assert columns.min() == near(float(x - width / 2), abs=1.6)
        assert columns.max() + 1 == near(float(x + width / 2), abs=1.6)
        assert rows.min() == near(float(y - height / 2), abs=1.6)
        assert rows.max() + 1 == near(float(y + height / 2), abs=1.6)


def test_what_looks_half_as_large_is_twice_as_far_away(scenes):
    nearest = scenes["depth"].flatten(1).amin(dim=1)  # nothing hides the nearest one
    assert (nearest * scenes["boxes"][:, 0, 2]).allclose(torch.tensor(0.5))


def test_the_mask_shows_the_kinds_that_are_there(scenes):
    for mask, kinds in zip(scenes["mask"], scenes["kinds"], strict=True):
        assert kinds[0] in mask  # others may be hidden
        assert set(mask.unique().tolist()) - {0} <= set(kinds.tolist())
    assert torch.equal(scenes["mask"] == 0, scenes["depth"][:, 0] == 4)


def test_the_caption_tells_of_every_shape_by_its_colour_from_the_nearest_on(scenes):
    words = scene_words()
    pure = {"red": [1.0, 0.1, 0.1], "green": [0.1, 0.9, 0.1], "blue": [0.2, 0.3, 1.0], "yellow": [1.0, 0.9, 0.1]}
    for image, depth, kinds, caption in zip(*map(scenes.get, ("image", "depth", "kinds", "caption")), strict=True):
        said = [words[place] for place in caption]
        there = (kinds > 0).sum()
        assert said[3 * there :] == ["$"] + ["_"] * (9 - 3 * int(there))
        assert said[0 : 3 * there : 3] == ["^", "before", "before"][:there]
        assert said[2 : 3 * there : 3] == [["circle", "square", "triangle"][kind - 1] for kind in kinds[:there]]
        row, column = divmod(int(depth.argmin()), 32)
        clear = torch.exp(-0.3 * (depth.min() - 1))
        assert image[:, row, column].allclose(clear * torch.tensor(pure[said[1]]) + (1 - clear) * 0.5, atol=1e-5)


def test_each_centre_has_a_cell_of_its_own(scenes):
    boxes = scenes["cell_boxes"].permute(0, 2, 3, 1)  # (N, 4, 4, 4)
    is_taken = scenes["cells"] > 0
    assert torch.equal(is_taken.sum(dim=(1, 2)), (scenes["kinds"] > 0).sum(dim=1))
    _, row, column = is_taken.nonzero(as_tuple=True)
    assert torch.equal((4 * boxes[is_taken][:, 0]).long(), column)
    assert torch.equal((4 * boxes[is_taken][:, 1]).long(), row)
    assert (boxes[~is_taken] == 0).all()
    assert torch.equal(
        boxes.flatten(1).sum(dim=1).round(decimals=3), scenes["boxes"].flatten(1).sum(1).round(decimals=3)
    )
