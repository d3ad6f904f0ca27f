"""How far boxes are off."""

from torch import Tensor

from builder.kinds.own_module import OwnFunction
from builder.modules.box_iou import BOXES
from builder.modules.giou import giou_off


def box_loss(input: Tensor, target: Tensor) -> Tensor:
    """How far boxes are off those that they should be: 1 less the overlap, and more for boxes apart (GIoU).

    Boxes whose right one has no area are free.

    Shape:
        - input: (N, R, 4), boxes as x1, y1, x2, y2
        - target: (N, R, 4), the right box for each
        - loss: (), the mean over the boxes that have a right one; 0 where there are none

    Raises:
        ValueError: there is not one right box for each, or what comes in is no boxes.

    Reference:
        Rezatofighi et al., "Generalized Intersection over Union: A Metric and a Loss for Bounding Box
        Regression", 2019.

    Example:
        >>> right = torch.tensor([[[0.0, 0.0, 2.0, 2.0]]])
        >>> box_loss(torch.tensor([[[0.0, 0.0, 2.0, 1.0]]]), right)
        tensor(0.5000)
    """
    if input.shape != target.shape or input.shape[-1] != 4:
        raise ValueError("every box needs four numbers, x1, y1, x2, y2, and one right box")
    low, high, first, last = input[..., :2], input[..., 2:], target[..., :2], target[..., 2:]
    is_there = (last > first).all(dim=2)  # (N, R)
    off = giou_off(low, high, first, last, axis=2)
    return (off * is_there).sum() / is_there.sum().clamp(min=1)


LAYER = OwnFunction(
    box_loss, type_name="BoxLoss", category="Losses", role="loss", expects={"input": BOXES, "target": BOXES}
)
