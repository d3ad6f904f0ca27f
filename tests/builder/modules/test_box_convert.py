import itertools

import pytest
import torch

from builder.modules.box_convert import box_convert
from tests.builder.modules.example import Example
from tests.builder.modules.test_box_iou import boxes

EXAMPLE = Example({"input": boxes(3, 5)})


@pytest.mark.parametrize(("there", "back"), list(itertools.product(("xyxy", "xywh", "cxcywh"), repeat=2)))
def test_what_is_written_in_another_way_and_back_is_the_same(there, back):
    given = boxes(4, 6)
    turned = box_convert(box_convert(given, "xyxy", there), there, back)
    assert torch.allclose(box_convert(turned, back, "xyxy"), given, atol=1e-6)


def test_a_box_of_two_by_four_around_a_point():
    told = {"cxcywh": [5, 5, 2, 4], "xywh": [4, 3, 2, 4], "xyxy": [4, 3, 6, 7]}
    for (there, one), (back, other) in itertools.permutations(told.items(), 2):
        assert box_convert(torch.tensor([one]).float(), there, back).tolist() == [other]
