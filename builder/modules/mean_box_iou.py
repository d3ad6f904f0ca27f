"""How well boxes are met."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnMetric
from builder.modules.box_iou import box_iou

ONE_OR_MORE_BOXES = Expected((2, 3), "boxes of shape (N, 4) or (N, boxes, 4), each as x1, y1, x2, y2")


def mean_box_iou(input: Tensor, target: Tensor) -> Tensor:
    """Tells how much each right box overlaps with the box that was said and fits it best, on average.

    The overlap is the area that both cover over the area that either covers. Right boxes without area are none; where
    there are only such, it is 0.

    Shape:
        - input: (N, 4) or (N, R, 4), the boxes that were said, as x1, y1, x2, y2
        - target: (N, 4) or (N, M, 4), the right boxes
        - metric: (), from 0 to 1

    Reference:
        Uijlings, van de Sande, Gevers and Smeulders, "Selective Search for Object Recognition", 2013.

    Example:
        >>> mean_box_iou(torch.tensor([[0.0, 0.0, 2.0, 2.0]]), torch.tensor([[1.0, 0.0, 3.0, 2.0]]))
        tensor(0.3333)
    """
    said, right = (boxes.reshape(len(boxes), -1, 4).float() for boxes in (input, target))
    counts = (right[..., 2:] > right[..., :2]).all(dim=-1)  # (N, M)
    turned = torch.cat([torch.minimum(said[..., :2], said[..., 2:]), torch.maximum(said[..., :2], said[..., 2:])], -1)
    best = box_iou(turned, right).amax(dim=1)
    return best[counts].sum() / counts.sum().clamp(min=1)


def are_boxes(input: Tensor, target: Tensor, **params: object) -> None:
    """Raises: ValueError: what comes in is no boxes, or not of the same samples."""
    if input.shape[-1] != 4 or target.shape[-1] != 4:
        raise ValueError("a box is four numbers: x1, y1, x2, y2")
    if input.shape[0] != target.shape[0]:
        raise ValueError("every sample needs right boxes of its own")


LAYER = OwnMetric(
    mean_box_iou,
    type_name="MeanBoxIoU",
    unit="share",
    fits=are_boxes,
    expects={"input": ONE_OR_MORE_BOXES, "target": ONE_OR_MORE_BOXES},
)
