import pytest
import torch

from builder.modules.box_iou import box_iou
from builder.modules.mean_box_iou import mean_box_iou
from tests.builder.modules.example import Example
from tests.builder.modules.test_box_iou import boxes

EXAMPLE = Example({"input": boxes(3, 5), "target": boxes(3, 2)})


def test_each_right_box_is_judged_by_what_fits_it_best():
    said, right = boxes(4, 6), boxes(4, 3)[:, :2]
    best = [
        max(box_iou(said[n : n + 1, [r]], right[n : n + 1, [m]]).item() for r in range(6))
        for n in range(4)
        for m in range(2)
    ]
    assert mean_box_iou(said, right).item() == pytest.approx(sum(best) / len(best), rel=1e-5)
    padded = torch.cat([right, torch.zeros(4, 3, 4)], dim=1)
    assert mean_box_iou(said, padded).item() == pytest.approx(sum(best) / len(best), rel=1e-5)


def test_one_box_for_each_sample_is_compared_with_its_own():
    said = torch.tensor([[0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 1.0, 1.0], [2.0, 2.0, 0.0, 0.0]])
    right = torch.tensor([[1.0, 0.0, 3.0, 2.0], [5.0, 5.0, 6.0, 6.0], [0.0, 0.0, 2.0, 2.0]])
    assert mean_box_iou(said, right).item() == pytest.approx((1 / 3 + 0 + 1) / 3)


def test_without_a_right_box_it_is_0():
    assert mean_box_iou(boxes(2, 3), torch.zeros(2, 3, 4)) == 0
