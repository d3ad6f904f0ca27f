"""What each proposed box should have been."""

from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnFunction
from builder.modules.box_iou import BOXES, box_iou


def match_boxes(
    input: Tensor, target: Tensor, target_labels: Tensor, iou_threshold: float = 0.5
) -> tuple[Tensor, Tensor]:
    """Gives each proposed box the right one that it overlaps most, where it does so enough; else it is of class 0.

    Right boxes with label 0, or without area, are none.

    Args:
        iou_threshold: the overlap (intersection over union) from which a box is of what it overlaps.

    Shape:
        - input: (N, R, 4), boxes as x1, y1, x2, y2
        - target: (N, M, 4), the right boxes, in the same way
        - target_labels: (N, M), the class of each; 0 where there is none
        - labels: (N, R), the class that each box should be said to be
        - boxes: (N, R, 4), the right box for each; four noughts where there is none

    Raises:
        ValueError: what comes in is no boxes, or there is not one label for each right one.

    Reference:
        Ren, He, Girshick and Sun, "Faster R-CNN: Towards Real-Time Object Detection with Region Proposal Networks",
        2015.

    Example:
        >>> boxes = torch.tensor([[[0.0, 0.0, 2.0, 2.0], [5.0, 5.0, 6.0, 6.0]]])
        >>> match_boxes(boxes, torch.tensor([[[0.0, 0.0, 2.0, 1.5]]]), torch.tensor([[3]]))[0]
        tensor([[3, 0]])
    """
    if input.shape[-1] != 4 or target.shape != (*target_labels.shape, 4):
        raise ValueError("every box needs four numbers, x1, y1, x2, y2, and every right one a label")
    overlap, which = box_iou(input, target).masked_fill(target_labels.unsqueeze(1) <= 0, 0).max(dim=2)  # (N, R)
    is_met = overlap >= iou_threshold
    boxes = target.gather(1, which.unsqueeze(2).expand(-1, -1, 4))
    return target_labels.gather(1, which) * is_met, boxes * is_met.unsqueeze(2)


LAYER = OwnFunction(
    match_boxes,
    type_name="MatchBoxes",
    category="Vision",
    limits={"iou_threshold": (1e-6, 1)},
    expects={
        "input": BOXES,
        "target": BOXES,
        "target_labels": Expected((2,), "one class per right box, of shape (N, boxes)", "whole"),
    },
)
