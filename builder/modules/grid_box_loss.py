"""How far the boxes of a grid of cells are off."""

from torch import Tensor
from torch.nn import functional as F

from builder.kinds.expected import IMAGES
from builder.kinds.own_module import OwnFunction
from builder.modules.giou import giou_off
from builder.modules.grid_corners import grid_corners


def grid_box_loss(input: Tensor, target: Tensor, kind: str = "giou") -> Tensor:
    """How far boxes are off in those cells of a grid in which something is; what is said of empty cells is free.

    Args:
        kind: giou is 1 less the overlap, and more for boxes that are apart, whatever their size; squared is the error
            of centre, width and height, as in the first YOLO, to which large boxes matter more.

    Shape:
        - input: (N, 4, rows, columns), for each cell a box: centre x and y, width and height
        - target: (N, 4, rows, columns), the right ones; width and height are 0 where nothing is
        - loss: (), the mean over the cells in which something is; 0 where there are none

    Raises:
        ValueError: the grids are not one, or what comes in is no boxes.

    Reference:
        Rezatofighi et al., "Generalized Intersection over Union: A Metric and a Loss for Bounding Box
        Regression", 2019.

    Example:
        >>> right = torch.tensor([0.5, 0.5, 0.2, 0.4]).view(1, 4, 1, 1)
        >>> grid_box_loss(torch.tensor([0.5, 0.5, 0.2, 0.2]).view(1, 4, 1, 1), right)
        tensor(0.5000)
    """
    if input.shape != target.shape or input.shape[1] != 4:
        raise ValueError("boxes and right boxes must be of one grid, with four numbers on the second axis")
    is_there = (target[:, 2:] > 0).all(dim=1)  # (N, rows, columns)
    if kind == "squared":
        off = F.mse_loss(input, target, reduction="none").sum(dim=1)
    else:
        off = giou_off(*grid_corners(input), *grid_corners(target), axis=1)
    return (off * is_there).sum() / is_there.sum().clamp(min=1)


LAYER = OwnFunction(
    grid_box_loss,
    type_name="GridBoxLoss",
    category="Losses",
    role="loss",
    choices={"kind": ("giou", "squared")},
    expects={"input": IMAGES, "target": IMAGES},
)
