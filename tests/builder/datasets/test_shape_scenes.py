"""ShapeScenes: everything that is said of a picture is said of the same shapes."""

import pytest
import torch

import builder
from builder.datasets.shape_scenes import scene_words, shape_scenes
from builder.modules.box_convert import box_convert
from builder.modules.box_iou import box_iou
from builder.modules.mean_average_precision import mean_average_precision


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


def test_shapes_anywhere_lie_in_the_picture_and_apart_and_centres_fall_everywhere():
    part = shape_scenes(1_000, places="anywhere")[0]
    boxes, is_there = box_convert(part["boxes"]), part["kinds"] > 0
    assert ((boxes > -1e-6) & (boxes < 1 + 1e-6)).all()
    overlap = box_iou(boxes, boxes).masked_fill(torch.eye(3, dtype=torch.bool), 0)
    assert overlap.max() < 1e-6
    assert torch.equal((part["cells"] > 0).sum(dim=(1, 2)), is_there.sum(dim=1))
    places = torch.bincount((part["boxes"][is_there][:, :2] * 32).long().flatten(), minlength=32)
    assert (places[4:28] > 0.5 * places.float().mean()).all()
    one_each = [part["cells"].eq(kind).any() for kind in (1, 2, 3)]
    assert all(one_each)
    assert part["cells"].gt(0).float().mean(dim=0).min() > 0.03


def test_right_boxes_with_guessed_names_come_to_what_the_lesson_of_detection_says():
    starter = builder.STARTERS["yolo"]
    assert starter.lesson
    part = shape_scenes(**starter.document.graph.nodes["scenes"].params)[0]
    random = torch.Generator().manual_seed(0)
    guessed = torch.randint(1, 4, part["kinds"].shape, generator=random)
    sure = torch.rand(part["kinds"].shape, generator=random) * (part["kinds"] > 0)
    right = box_convert(part["boxes"])
    figure = mean_average_precision(right, sure, right, guessed, part["kinds"])
    assert starter.lesson.baselines[0].value == pytest.approx(figure.item(), abs=0.01)
