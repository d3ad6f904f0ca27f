import pytest
import torch

from builder.modules.box_convert import box_convert
from builder.modules.box_iou import box_iou
from builder.modules.grid_box_loss import grid_box_loss
from tests.builder.modules.example import Example, random, uniform

EXAMPLE = Example({"input": uniform(3, 4, 2, 3), "target": uniform(3, 4, 2, 3, seed=1)})


def in_one_cell(*box):
    return torch.tensor(box).view(1, 4, 1, 1)


def rows(boxes):
    """The boxes of a grid one after the other, as corners. Shape: (N, 4, rows, columns) -> (1, boxes, 4)."""
    return box_convert(boxes.permute(0, 2, 3, 1).reshape(1, -1, 4))


def test_boxes_that_lie_in_each_other_lose_what_they_do_not_share():
    right = in_one_cell(0.5, 0.5, 0.4, 0.4)
    inside = in_one_cell(0.45, 0.55, 0.2, 0.3)
    assert grid_box_loss(inside, right).item() == pytest.approx(1 - 0.06 / 0.16)
    assert grid_box_loss(right, right).item() == pytest.approx(0, abs=1e-6)


def test_boxes_apart_lose_more_the_farther_they_are():
    right, near, far = (in_one_cell(x, 0.5, 0.2, 0.2) for x in (0.1, 0.4, 0.9))
    assert 1 < grid_box_loss(near, right) < grid_box_loss(far, right) < 2


def test_it_is_one_less_the_overlap_and_more_where_the_hull_has_gaps():
    said, right = uniform(5, 4, 3, 3), uniform(5, 4, 3, 3, seed=1)
    one, other = rows(said), rows(right)
    overlap = box_iou(one, other)[0].diagonal()
    low, high = torch.minimum(one, other)[0, :, :2], torch.maximum(one, other)[0, :, 2:]
    hull = (high - low).prod(-1)
    areas = sum((boxes[0, :, 2:] - boxes[0, :, :2]).prod(-1) for boxes in (one, other))
    either = areas / (1 + overlap)
    assert grid_box_loss(said, right).item() == pytest.approx((1 - overlap + 1 - either / hull).mean().item(), rel=1e-4)


@pytest.mark.parametrize("kind", ["giou", "squared"])
def test_what_is_said_of_empty_cells_is_free(kind):
    said, right = uniform(2, 4, 2, 2), uniform(2, 4, 2, 2, seed=1)
    right[:, :, 0] = 0
    loss = grid_box_loss(said, right, kind)
    said[:, :, 0] = 9
    assert grid_box_loss(said, right, kind) == loss > 0
    assert grid_box_loss(said, torch.zeros_like(right), kind) == 0


def test_squared_errors_are_summed_over_the_four_numbers():
    loss = grid_box_loss(in_one_cell(0.5, 0.5, 0.2, 0.2), in_one_cell(0.6, 0.5, 0.2, 0.4), "squared")
    assert loss.item() == pytest.approx(0.05)


def test_what_is_no_grid_of_boxes_is_refused():
    with pytest.raises(ValueError, match="one grid"):
        grid_box_loss(random(1, 3, 2, 2), random(1, 3, 2, 2))
