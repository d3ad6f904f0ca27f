import pytest
import torch

from builder.datasets.shape_scenes import shape_scenes
from builder.modules.box_convert import box_convert
from builder.modules.match_boxes import match_boxes
from tests.builder.modules.example import Example, uniform

EXAMPLE = Example(
    {
        "input": box_convert(uniform(2, 5, 4)),
        "target": box_convert(uniform(2, 3, 4, seed=1)),
        "target_labels": torch.tensor([[1, 2, 0], [3, 0, 0]]),
    }
)


def test_right_boxes_are_of_themselves_and_those_of_nothing_of_nothing():
    scenes, _, _ = shape_scenes(60, places="anywhere")
    right = box_convert(scenes["boxes"])
    labels, boxes = match_boxes(right, right, scenes["kinds"])
    assert torch.equal(labels, scenes["kinds"])
    assert torch.equal(boxes, right)


def test_a_box_is_of_what_it_overlaps_most_if_it_does_so_enough():
    right = torch.tensor([[[0.0, 0.0, 0.4, 0.4], [0.1, 0.0, 0.5, 0.4]]])
    boxes = torch.tensor([[[0.08, 0.0, 0.48, 0.4], [0.0, 0.0, 0.4, 0.15]]])  # overlaps of 0.67 and 0.90; of 0.38
    labels, met = match_boxes(boxes, right, torch.tensor([[1, 2]]))
    assert labels.tolist() == [[2, 0]]
    assert torch.equal(met[0, 0], right[0, 1])
    assert not met[0, 1].any()
    assert match_boxes(boxes, right, torch.tensor([[1, 2]]), iou_threshold=0.3)[0].tolist() == [[2, 1]]


def test_a_right_box_without_a_label_is_none():
    boxes = torch.tensor([[[0.0, 0.0, 0.4, 0.4]]])
    assert match_boxes(boxes, boxes, torch.tensor([[0]]))[0].item() == 0


def test_right_boxes_without_labels_of_their_own_are_refused():
    with pytest.raises(ValueError, match="every right one a label"):
        match_boxes(uniform(2, 5, 4), uniform(2, 3, 4), torch.ones(2, 2).long())
