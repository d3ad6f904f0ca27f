"""Non-maximum suppression."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnFunction
from builder.modules.box_iou import BOXES, box_iou


def nms(input: Tensor, scores: Tensor, iou_threshold: float = 0.5) -> Tensor:
    """Keeps the best of each heap of boxes; one that overlaps a better one too much goes (NMS).

    Args:
        iou_threshold: overlap (intersection over union) above which the lower box goes.

    Shape:
        - input: (N, R, 4), boxes as x1, y1, x2, y2
        - scores: (N, R), how good each box is
        - output: (N, R), whether each box stays

    Raises:
        ValueError: what comes in is no boxes, or there is not one score for each.

    Reference:
        Girshick et al., "Rich Feature Hierarchies for Accurate Object Detection", 2014.

    Example:
        >>> boxes = torch.tensor([[[0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 1.9], [5.0, 5.0, 6.0, 6.0]]])
        >>> nms(boxes, torch.tensor([[0.8, 0.9, 0.1]]))
        tensor([[False,  True,  True]])
    """
    if input.shape != (*scores.shape, 4):
        raise ValueError("every box needs four numbers, x1, y1, x2, y2, and one score")
    order = scores.argsort(dim=1, descending=True, stable=True)  # (N, R)
    boxes = input.gather(1, order.unsqueeze(-1).expand(-1, -1, 4))
    clashes = (box_iou(boxes, boxes) > iou_threshold).triu(diagonal=1)  # a row's box against lower ones
    stays = torch.ones_like(order, dtype=torch.bool)
    for place in range(order.shape[1]):
        stays = stays & ~(clashes[:, place] & stays[:, place : place + 1])
    return stays.gather(1, order.argsort(dim=1))


LAYER = OwnFunction(
    nms,
    type_name="NonMaximumSuppression",
    category="Vision",
    limits={"iou_threshold": (0, 1)},
    expects={"input": BOXES, "scores": Expected((2,), "one score per box, of shape (N, boxes)")},
)
