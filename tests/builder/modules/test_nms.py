import pytest
import torch

from builder.modules.box_iou import box_iou
from builder.modules.nms import nms
from tests.builder.modules.example import Example, uniform
from tests.builder.modules.test_box_iou import boxes

EXAMPLE = Example({"input": boxes(3, 5), "scores": uniform(3, 5)})


@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.7])
def test_it_keeps_what_going_through_the_boxes_from_the_best_on_keeps(threshold):
    found, scores = boxes(4, 30), uniform(4, 30)
    stays = nms(found, scores, threshold)
    for n in range(4):
        left, kept = sorted(range(30), key=lambda i: -scores[n, i].item()), set()
        while left:
            best, *left = left
            kept.add(best)
            left = [i for i in left if box_iou(found[n : n + 1, [best]], found[n : n + 1, [i]]) <= threshold]
        assert set(stays[n].nonzero().flatten().tolist()) == kept


def test_of_two_equal_boxes_with_equal_scores_the_first_stays():
    found = torch.tensor([[[0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 1.0, 1.0]]])
    assert nms(found, torch.ones(1, 2)).tolist() == [[True, False]]
