import pytest
import torch

from builder.modules.box_convert import box_convert
from builder.modules.region_boxes import region_boxes
from tests.builder.modules.example import Example, random, uniform

EXAMPLE = Example(
    {"input": box_convert(uniform(2, 5, 4)), "shifts": random(2, 5, 4), "scores": random(2, 5, 3, seed=1)}
)


def test_a_box_is_corrected_by_shares_of_its_own_size():
    boxes = box_convert(torch.tensor([[[0.5, 0.5, 0.2, 0.4], [0.5, 0.5, 0.02, 0.04]]]))
    shifts = torch.tensor([1.0, -2.0, 5.0, 0.0]).expand(1, 2, 4)
    found, _, _ = region_boxes(boxes, shifts, random(1, 2, 3))
    large, small = box_convert(found, "xyxy", "cxcywh")[0]
    assert large.tolist() == pytest.approx([0.52, 0.42, 0.2 * torch.e, 0.4])
    assert small.tolist() == pytest.approx([0.502, 0.492, 0.02 * torch.e, 0.04])


def test_it_says_the_best_class_beside_none_and_how_probable_that_is():
    scores = random(2, 4, 3)
    _, score, label = region_boxes(uniform(2, 4, 4), random(2, 4, 4), scores)
    chances = scores.softmax(dim=2)
    assert torch.equal(label, 1 + chances[..., 1:].argmax(2))
    assert torch.allclose(score, chances.gather(2, label.unsqueeze(2))[..., 0])


@pytest.mark.parametrize(
    ("shifts", "scores", "words"),
    [
        (random(2, 4, 3), random(2, 4, 3), "four shifts"),
        (random(2, 4, 4), random(2, 4, 1), "at least two classes"),
        (random(2, 4, 4), random(2, 5, 3), "every box needs scores"),
    ],
)
def test_what_is_not_of_each_box_is_refused(shifts, scores, words):
    with pytest.raises(ValueError, match=words):
        region_boxes(uniform(2, 4, 4), shifts, scores)
