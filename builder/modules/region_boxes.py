"""The boxes that a detector's second look has found."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnFunction
from builder.modules.box_iou import BOXES


def region_boxes(input: Tensor, shifts: Tensor, scores: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Corrects proposed boxes by what was seen in each of them, and says what is in them.

    A centre is moved by a tenth of ``shifts`` times the box's own size, which is multiplied by exp(shifts / 5): so
    equal errors count alike in small and in large boxes. Class 0 is none.

    Shape:
        - input: (N, R, 4), the proposed boxes as x1, y1, x2, y2
        - shifts: (N, R, 4), how far off centre x and y, width and height are
        - scores: (N, R, classes), the score of each class, the first of none
        - boxes: (N, R, 4), the corrected boxes as x1, y1, x2, y2
        - score: (N, R), how probable it is that the best class is there, 0 to 1
        - label: (N, R), that class, from 1 on

    Raises:
        ValueError: there are not four shifts for each box, or there is no class beside none.

    Reference:
        Girshick, Donahue, Darrell and Malik, "Rich Feature Hierarchies for Accurate Object Detection and Semantic
        Segmentation", 2014 (bounding-box regression).

    Example:
        >>> box, none = torch.tensor([[[0.0, 0.0, 2.0, 2.0]]]), torch.zeros(1, 1, 2)
        >>> region_boxes(box, torch.tensor([[[5.0, 0.0, 0.0, 0.0]]]), none)[0]
        tensor([[[1., 0., 3., 2.]]])
    """
    if input.shape[-1] != 4 or shifts.shape != input.shape:
        raise ValueError("every box needs four numbers, x1, y1, x2, y2, and four shifts")
    if scores.shape[:2] != input.shape[:2] or scores.shape[2] < 2:
        raise ValueError("every box needs scores of at least two classes, of which the first is none")
    size = input[..., 2:] - input[..., :2]
    middle = input[..., :2] + size / 2 + shifts[..., :2] / 10 * size
    half = size * (shifts[..., 2:] / 5).clamp(max=4).exp() / 2
    score, label = scores.softmax(dim=2)[..., 1:].max(dim=2)
    return torch.cat([middle - half, middle + half], dim=2), score, label + 1


LAYER = OwnFunction(
    region_boxes,
    type_name="RegionBoxes",
    category="Vision",
    expects={
        "input": BOXES,
        "shifts": Expected((3,), "four shifts per box, of shape (N, boxes, 4)"),
        "scores": Expected((3,), "scores of shape (N, boxes, classes)"),
    },
)
