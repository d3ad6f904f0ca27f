import pytest
import torch

from builder.modules.box_convert import box_convert
from builder.modules.box_loss import box_loss
from builder.modules.grid_box_loss import grid_box_loss
from tests.builder.modules.example import Example, uniform

EXAMPLE = Example({"input": box_convert(uniform(2, 5, 4)), "target": box_convert(uniform(2, 5, 4, seed=1))})


def test_boxes_one_after_the_other_lose_what_those_of_a_grid_lose():
    said, right = uniform(2, 6, 4), uniform(2, 6, 4, seed=1)
    right[:, 4:, 2:] = 0
    grids = [boxes.transpose(1, 2).reshape(2, 4, 2, 3) for boxes in (said, right)]
    assert box_loss(box_convert(said), box_convert(right)).item() == pytest.approx(grid_box_loss(*grids).item())


def test_where_nothing_is_boxes_are_free():
    said = box_convert(uniform(2, 3, 4)).requires_grad_()
    box_loss(said, torch.zeros(2, 3, 4)).backward()
    assert said.grad is not None
    assert not said.grad.any()


def test_a_right_box_for_each_is_asked_for():
    with pytest.raises(ValueError, match="one right box"):
        box_loss(uniform(2, 3, 4), uniform(2, 2, 4))
