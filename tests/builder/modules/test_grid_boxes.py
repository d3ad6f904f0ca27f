import pytest
import torch

from builder.datasets.shape_scenes import shape_scenes
from builder.modules.box_convert import box_convert
from builder.modules.grid_boxes import grid_boxes
from builder.modules.mean_average_precision import mean_average_precision
from tests.builder.modules.example import Example, random, uniform

EXAMPLE = Example({"input": uniform(3, 4, 2, 3), "scores": random(3, 5, 2, 3)}, {"centre": "cell"})


def test_the_right_answer_for_each_cell_gives_the_right_boxes():
    scenes, _, _ = shape_scenes(60)
    scores = 20.0 * torch.nn.functional.one_hot(scenes["cells"], 4).permute(0, 3, 1, 2)
    boxes, score, label = grid_boxes(scenes["cell_boxes"], scores)
    right = box_convert(scenes["boxes"])
    figure = mean_average_precision(boxes, score, right, label, scenes["kinds"], iou="0.5:0.95")
    assert figure.item() == pytest.approx(1)


def test_a_centre_may_be_told_within_its_cell():
    where = torch.tensor([0.5, 0.25, 0.2, 0.4]).view(1, 4, 1, 1).expand(1, 4, 2, 4)
    boxes, _, _ = grid_boxes(where, random(1, 2, 2, 4), centre="cell")
    middle = box_convert(boxes, "xyxy", "cxcywh")[0, 6]  # the third cell of the second row
    assert middle.tolist() == pytest.approx([2.5 / 4, 1.25 / 2, 0.2, 0.4])


def test_something_is_there_as_probably_as_its_own_score_says():
    scores, there = random(2, 4, 2, 2), random(2, 1, 2, 2, seed=1)
    _, score, label = grid_boxes(uniform(2, 4, 2, 2), scores, there)
    shares = scores[:, 1:].softmax(1).flatten(2)
    assert torch.equal(label, 1 + shares.argmax(1))
    assert torch.allclose(score, there.sigmoid().flatten(1) * shares.amax(1))
    _, alone, _ = grid_boxes(uniform(2, 4, 2, 2), scores)
    assert torch.allclose(alone, scores.softmax(1)[:, 1:].amax(1).flatten(1))


@pytest.mark.parametrize(
    ("where", "scores", "words"),
    [
        (uniform(2, 5, 2, 2), random(2, 3, 2, 2), "four numbers"),
        (uniform(2, 4, 2, 2), random(2, 1, 2, 2), "at least two classes"),
        (uniform(2, 4, 2, 2), random(2, 3, 2, 4), "same rows and columns"),
    ],
)
def test_what_is_no_grid_of_boxes_is_refused(where, scores, words):
    with pytest.raises(ValueError, match=words):
        grid_boxes(where, scores)
