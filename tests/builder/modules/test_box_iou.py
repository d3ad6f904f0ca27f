import torch

from builder.modules.box_iou import box_iou
from tests.builder.modules.example import Example, uniform


def boxes(*shape: int, size: int = 12, seed: int = 0) -> torch.Tensor:
    """Boxes with corners on whole pixels."""
    low = (uniform(*shape, 2, seed=seed) * size / 2).floor()
    return torch.cat([low, low + 1 + (uniform(*shape, 2, seed=seed + 1) * size / 2).floor()], dim=-1)


EXAMPLE = Example({"input": boxes(3, 4), "other": boxes(3, 2, seed=5)})


def test_it_counts_the_pixels_that_both_and_that_either_cover():
    first, second = boxes(2, 6), boxes(2, 5, seed=7)
    iou = box_iou(first, second)

    def covered(box):
        x1, y1, x2, y2 = (int(value) for value in box)
        return {(x, y) for x in range(x1, x2) for y in range(y1, y2)}

    for n in range(2):
        for i in range(6):
            for j in range(5):
                a, b = covered(first[n, i]), covered(second[n, j])
                assert torch.allclose(iou[n, i, j], torch.tensor(len(a & b) / len(a | b)))


def test_an_empty_box_overlaps_nothing():
    assert box_iou(torch.zeros(1, 1, 4), torch.zeros(1, 1, 4)) == 0
