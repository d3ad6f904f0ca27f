"""The boxes that a detector which looks at a grid of cells has found."""

import torch
from torch import Tensor

from builder.kinds.expected import IMAGES
from builder.kinds.own_module import OwnFunction
from builder.modules.cell_centres import cell_centres
from builder.modules.grid_corners import grid_corners


def grid_boxes(
    input: Tensor, scores: Tensor, objectness: Tensor | None = None, centre: str = "picture"
) -> tuple[Tensor, Tensor, Tensor]:
    """Reads the boxes out of a detector that says, for each cell of a grid, where something is and what.

    Class 0 is none, as in data with boxes; without ``objectness`` its probability is that of nothing being there.

    Args:
        centre: whether centres are shares of the picture or, as in YOLO, of their cell. Sizes are of the picture.

    Shape:
        - input: (N, 4, rows, columns), for each cell a box: centre x and y, width and height, about 0 to 1
        - scores: (N, classes, rows, columns), the score of each class, the first of none
        - objectness: (N, 1, rows, columns), the score of something being there
        - boxes: (N, rows * columns, 4), corners x1, y1, x2, y2 as shares of the picture
        - score: (N, rows * columns), how probable it is that the best class is there, 0 to 1
        - label: (N, rows * columns), that class, from 1 on

    Raises:
        ValueError: the grids are not one, or there is no class beside none.

    Reference:
        Redmon, Divvala, Girshick and Farhadi, "You Only Look Once: Unified, Real-Time Object Detection", 2016.

    Example:
        >>> where = torch.tensor([0.5, 0.5, 0.2, 0.4]).view(1, 4, 1, 1)
        >>> boxes, score, label = grid_boxes(where, torch.tensor([0.0, 9.0]).view(1, 2, 1, 1))
        >>> boxes, label
        (tensor([[[0.4000, 0.3000, 0.6000, 0.7000]]]), tensor([[1]]))
    """
    if input.shape[1] != 4:
        raise ValueError("a box is four numbers: the second axis of what comes in must be 4")
    if scores.shape[1] < 2:
        raise ValueError("there must be at least two classes, of which the first is none")
    if input.shape[2:] != scores.shape[2:] or (objectness is not None and objectness.shape[2:] != input.shape[2:]):
        raise ValueError("boxes and scores must be of the same rows and columns")
    corners = grid_corners(cell_centres(input) if centre == "cell" else input)
    boxes = torch.cat(corners, dim=1).flatten(2).transpose(1, 2)
    shares = scores.softmax(dim=1)[:, 1:]
    if objectness is not None:
        shares = scores[:, 1:].softmax(dim=1) * objectness.sigmoid()
    score, label = shares.flatten(2).max(dim=1)
    return boxes, score, label + 1


LAYER = OwnFunction(
    grid_boxes,
    type_name="GridBoxes",
    category="Vision",
    choices={"centre": ("picture", "cell")},
    expects={"input": IMAGES, "scores": IMAGES, "objectness": IMAGES},
)
