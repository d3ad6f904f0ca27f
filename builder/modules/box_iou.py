"""How much boxes overlap."""

import torch
from torch import Tensor

from builder.kinds.expected import Expected
from builder.kinds.own_module import OwnFunction

BOXES = Expected((3,), "boxes of shape (N, boxes, 4), each as x1, y1, x2, y2")


def box_iou(input: Tensor, other: Tensor) -> Tensor:
    """Compares every box with every other one: the area that both cover over the area that either covers.

    Shape:
        - input: (N, R, 4), boxes as x1, y1, x2, y2
        - other: (N, S, 4), boxes as x1, y1, x2, y2
        - output: (N, R, S), from 0 (apart) to 1 (the same)

    Raises:
        ValueError: what comes in is no boxes.

    Reference:
        Jaccard, "The Distribution of the Flora in the Alpine Zone", 1912.

    Example:
        >>> box_iou(torch.tensor([[[0.0, 0.0, 2.0, 2.0]]]), torch.tensor([[[1.0, 0.0, 3.0, 2.0]]]))
        tensor([[[0.3333]]])
    """
    if input.shape[-1] != 4 or other.shape[-1] != 4:
        raise ValueError("a box is four numbers: x1, y1, x2, y2")
    area, other_area = ((boxes[..., 2:] - boxes[..., :2]).prod(dim=-1) for boxes in (input, other))
    first, second = input.unsqueeze(-2), other.unsqueeze(-3)
    low, high = torch.maximum(first[..., :2], second[..., :2]), torch.minimum(first[..., 2:], second[..., 2:])
    both = (high - low).clamp(min=0).prod(dim=-1)  # (N, R, S)
    either = area.unsqueeze(-1) + other_area.unsqueeze(-2) - both
    return both / either.clamp(min=1e-12)


LAYER = OwnFunction(box_iou, type_name="BoxIoU", category="Vision", expects={"input": BOXES, "other": BOXES})
