"""Boxes of a grid of cells, their centres told within the picture."""

import torch
from torch import Tensor

from builder.kinds.expected import IMAGES
from builder.kinds.own_module import OwnFunction


def cell_centres(input: Tensor) -> Tensor:
    """Moves the centre of each box, told as shares of the cell that it lies in, to its place in the whole picture.

    A convolution does not know where in the picture it is; so it says where in its cell something is, and the cell's
    own place is added here. Sizes stay: they are shares of the picture all along.

    Shape:
        - input: (N, 4, rows, columns), for each cell a box: centre x and y within the cell, width and height
        - output: (N, 4, rows, columns), the same with centres as shares of the picture

    Raises:
        ValueError: what comes in is no boxes.

    Reference:
        Redmon, Divvala, Girshick and Farhadi, "You Only Look Once: Unified, Real-Time Object Detection", 2016.

    Example:
        >>> where = torch.tensor([0.5, 0.5, 0.2, 0.4]).view(1, 4, 1, 1).expand(1, 4, 1, 2)
        >>> cell_centres(where)[0, :, 0, 1]
        tensor([0.7500, 0.5000, 0.2000, 0.4000])
    """
    if input.shape[1] != 4:
        raise ValueError("a box is four numbers: the second axis of what comes in must be 4")
    rows, columns = (torch.arange(many, device=input.device) for many in input.shape[2:])
    corner = torch.stack(torch.meshgrid(columns, rows, indexing="xy"))  # (2, rows, columns)
    many = torch.tensor([len(columns), len(rows)], device=input.device).view(2, 1, 1)
    return torch.cat([(input[:, :2] + corner) / many, input[:, 2:]], dim=1)


LAYER = OwnFunction(cell_centres, type_name="CellCentres", category="Vision", expects=IMAGES)
